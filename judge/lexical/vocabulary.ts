/** Words that carry no content of their own: function words, words of rubrics, and the marks of negation. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u).filter((word) => word !== ''));

/** English function words, with contractions written without their apostrophe. */
export const FUNCTION_WORDS = words(`
a an the this that these those it its they them their there he she his her him we us our you your i my me who whom whose which what when where
why how and or but nor so yet if then than as at by for from in into of off on onto out over per through to toward towards under until up upon
via with within without about above across after against along among around before behind below beneath beside between beyond down during
except inside near outside since throughout till is are was were be been being am do does did doing done have has had having will would shall
should can could may might must not no never cannot dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt cant couldnt hasnt havent
also just only very more most much many some any each every either neither both all another other others such same own too even still again
once while because although though however therefore thus hence etc eg ie vs here now one ones thing things something anything like let lets
get gets got make makes made go goes going use uses used using need needs able least often well way ways rather instead including include
includes included`);

/** Words with which a rubric speaks of the report: they say what the text does, not what it says. */
export const RUBRIC_WORDS = words(`
report reports response responses answer answers article text output essay document analysis author reader model user content
state states stated stating explain explains explained explaining explanation mention mentions mentioned mentioning list lists listed
describe describes described describing description identify identifies identified discuss discusses discussed discussing discussion
note notes noted noting point points provide provides provided providing present presents presented give gives given giving name names named
define defines defined specify specifies specified recommend recommends recommended warn warns warned tell tells told say says said saying
cite cites cited compare compares compared calculate calculates calculated distinguish distinguishes advise advises advised suggest suggests
suggested propose proposes proposed outline outlines outlined highlight highlights address addresses addressed acknowledge acknowledges
claim claims claimed claiming express expresses show shows shown demonstrate demonstrates argue argues emphasize emphasizes emphasise
emphasises summarize summarizes summarise summarises clarify clarifies detail details detailed reference references referenced contain
contains contained cover covers covered express expresses support supports supported convert converts imply implies promise promises
guarantee guarantees treat treats hide hides clearly explicitly correctly accurately directly briefly incorrectly wrongly falsely specific
specifically clear plain example examples criterion criteria accurate correct roughly approximately around expected comparison comparing advice
words word concept concepts short possible possibility ends end begins mentions`);

/** Subject and verb of a sentence that speaks of the report itself instead of its subject. */
export const SELF_REFERENCE =
  /^(?:[^\p{L}]*(?:c\d+|criterion \d+)?[^\p{L}]*)(?:(?:states?|explains?|mentions?|describes?|identif(?:y|ies)|discusses|points out|names|says|lists|gives|provides|presents|recommends|warns|tells|cites|compares|calculates|distinguishes|advises|includes|claims|expresses|notes|specifies|proposes|defines|acknowledges|addresses)\s)|\b(?:the|this) (?:report|response|answer|article|analysis|document|text)(?: \w+ly| also)? (?:will )?(?:states?|explains?|mentions?|describes?|identif(?:y|ies)|discuss(?:es)?|points? out|names?|says?|lists?|gives?|provides?|presents?|recommends?|warns?|tells?|cites?|compares?|calculates?|distinguish(?:es)?|advises?|includes?|covers?|notes?|specif(?:y|ies)|proposes?|defines?|acknowledges?|address(?:es)?|contains?|satisf(?:y|ies)|meets?)\b|^[^\p{L}]*(?:(?:本?报告|本文|回答|文中|该报告)[已应会将还中也]{0,2})(?:写明|说明|指出|解释|列出|给出|提到|提及|引用|建议|提醒|分析|算出|计算|强调|明确|介绍|区分|满足|包含)|^[^\p{L}]*(?:写明|指出|说明|解释|列出|给出|算出|提醒|注明|写出|提及|声称)(?!书|文|会|如下|的)/iu;

/** Words of Chinese rubrics and function words: what they leave standing is content. */
export const HAN_BREAKS =
  /报告|回答|文章|文中|写明|写出|写成|说明|指出|解释|列出|给出|提到|提及|提醒|建议|声称|算出|计算出|引用|注明|强调|明确|分析|介绍|区分|结合|关于|对于|以及|并且|或者|例如|比如|包括|包含|其中|因此|因为|所以|如果|但是|而且|可以|能够|应当|应该|需要|必须|进行|通过|根据|按照|至少|是否|没有|或其|等等|这些|那些|这个|那个|一个|一些|之一|以上|以下|左右|大约|附上|清楚|明显|情况|[的了是在和与或及等也都就还又把被对从到由为以于其之该此这那您你我他它们着过很更最而且但则并且约须应需可会能将让使有没勿每各个中上下内外时后前]|不(?!同)|未(?!成年)|无(?!效)|非(?!法)|(?<![区特类级性识])别/gu;

/** Chinese characters that make a run of words a sentence. */
export const HAN_FUNCTION = /[的了是在和与或把被会可应要需为有使让将就也都能]/gu;

export const NEGATIONS = words(`
not no never cannot without neither nor none nothing hardly avoid avoids avoiding dont doesnt didnt isnt arent wasnt werent wont wouldnt
shouldnt cant couldnt hasnt havent mustnt needn't unable refuse refuses fail fails failed lack lacks`);

/** Negating characters, but not where they are part of a word that negates nothing. */
export const HAN_NEGATION =
  /不(?![同仅但断过少足满良管论久光])|没有|没(?!收)|[未](?!来)|[勿莫]|并非|无(?=[法需须效权关])|避免|切忌|禁止|(?<![区特类级分性个识辨])别(?![人的墅])/gu;

/** A passage that takes a claim up in order to reject it. */
export const REJECTION =
  /\b(?:myths?|misconceptions?|mistak(?:e|en|enly)|contrary to|false(?:ly)?|wrong(?:ly)?|incorrect(?:ly)?|untrue|not true|fallac(?:y|ies)|misleading|beware|do not believe|debunk\w*|no evidence|nonsense|does not mean)\b|误区|误以为|误认为|谣言|错误|并非|不实|不正确|不成立|不可信|不能代替|不能替代|没有依据|不等于/iu;

/** A passage that forbids, warns or denies something: evidence of a flaw only where the flaw itself is put so. */
export const WARNING =
  /\b(?:not|\w+n['’]t|cannot|never|no longer|avoid\w*|warn\w*|risky|dangerous|rather than|instead of)\b|不应|不得|不要|不能|不会|不是|切勿|切忌|千万别|不可|避免|禁止|警惕|当心|没有/iu;

/** General words that reports and rubrics use for each other; the first of a group stands for all. */
export const SYNONYMS: readonly string[] = [
  'increase rise grow climb surge',
  'decrease decline drop fall reduce lower shrink',
  'cost expense price',
  'year yearly annual annually annum',
  'month monthly',
  'day daily',
  'begin start',
  'buy purchase acquire',
  'large big great',
  'help assist aid',
  'doctor physician',
  'risk danger hazard',
  'benefit advantage',
  'drawback disadvantage downside',
  'important crucial essential vital key',
  'difficult hard challenging',
  'company firm corporation',
  'staff worker employee',
  'child children kid',
  'problem issue',
  'method approach technique',
  'law legal',
];
