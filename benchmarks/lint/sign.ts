/** sign (aligned): a merit earns points and a flaw costs them; a criterion reads as the one or the other without its weight. */
import type { Criterion } from '../../judge/checklist/rubric.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { Check, Note } from './finding.ts';
import { demand, isChinese } from './text.ts';
import { SUBJECT_EN, SUBJECT_ZH } from './verbs.ts';

/** `open` says nothing of itself; `unclear` has words of both; `avoided` says that the report does not do what it should not. */
type Reading = 'merit' | 'flaw' | 'open' | 'unclear' | 'avoided';

export const sign: Check = ({ rubric = [] }) => {
  const byOpening = new Map(
    [...groupBy(rubric, ({ criterion }) => openingOf(criterion))].map(([opening, criteria]) => [
      opening,
      { all: criteria.length, merits: criteria.filter(({ weight }) => weight > 0).length },
    ]),
  );
  return (criterion) => notesOn(criterion, readingOf(criterion, byOpening));
};

/** How many criteria open so, and how many of these are of positive weight. */
type ByOpening = ReadonlyMap<string, { readonly all: number; readonly merits: number }>;

function notesOn(criterion: Criterion, reading: Reading): Note[] {
  if (criterion.weight > 0 && reading === 'flaw') {
    return [
      {
        severity: 'warning',
        rule: 'sign',
        message: 'reads as a flaw but has a positive weight: make the weight negative, or say what a good report does',
      },
    ];
  }
  if (criterion.weight < 0 && reading === 'avoided') {
    return [
      {
        severity: 'warning',
        rule: 'sign',
        message:
          'reads as a merit but has a negative weight: the pitfall is written as its avoidance, so every report that avoids it loses; say what a bad report does',
      },
    ];
  }
  if (criterion.weight < 0 && reading === 'merit') {
    return [
      {
        severity: 'warning',
        rule: 'sign',
        message:
          'reads as a merit but has a negative weight: make the weight positive, or word it as the flaw ("wrongly", "fails to", "without")',
      },
    ];
  }
  return [];
}

function readingOf(criterion: Criterion, byOpening: ByOpening): Reading {
  const own = isChinese(criterion.criterion) ? readZh(criterion.criterion) : readEn(criterion.criterion);
  if (own === 'avoided') return own;
  // Whoever calls a criterion fatal means a flaw, unless its own negation says otherwise.
  if (criterion.fatal === true) return 'flaw';
  return own === 'open' ? likeSiblings(criterion, byOpening) : own;
}

/** What the report says about its subject, which may well be a flaw. */
const SAYS_OF_SUBJECT =
  /\b(?:explains?|states?|mentions?|notes?|identif(?:y|ies)|warns?|describes?|acknowledges?|recogni[sz]es?|points? out|clarif(?:y|ies)|discusses|emphasi[sz]es)\s+(?:that|how|why|whether)\b/i;
const FLAW_EN =
  /\b(?:fails?(?: to)?|omits?|neglects?|ignores?|lacks?|miss(?:es|ing)|overlooks?|contradicts?|contradictions?|contradictory|confuses?|conflates?|misattribut\w*|misrepresent\w*|misinterpret\w*|misidentif\w*|misstat\w*|mislabel\w*|mislead\w*|misuses?|exaggerat\w*|fabricat\w*|hallucinat\w*|invents?|incorrect(?:ly)?|wrong(?:ly)?|inaccurate(?:ly)?|inaccurac(?:y|ies)|false(?:ly)?|unfounded|unsupported|irrelevant|implausible|inconsisten\w*|excessive(?:ly)?|errors?|unsafe|unethical|harmful|biased|promotional|outdated|nonsensical|hides?|claims?|promises|guarantees|only|solely|merely|overly|too|never|nothing|cannot|not|fewer than|less than|out(?:side)? of|unrelated|tangential|despite|instead of|rather than|without|minor|treats|assumes|overstat\w*|oversimplif\w*|redundan\w*|repeats|repetitive|generic|off-topic|violat\w*|harms?|vague\w*|unclear|poor(?:ly)?|insufficient\w*)\b/i;
const FLAW_FIRST =
  /^(?:(?:\w+ly|also)\s+)?(?:fails?|omits?|neglects?|ignores?|lacks?|misses|overlooks?|contradicts?|confuses?|conflates?|mis\w+|exaggerat\w*|fabricat\w*|hallucinat\w*|invents|hides|claims|promises|guarantees|(?:contains?|includes?|has|makes?|provides?|presents?|uses?|gives|mentions?|tries)\s+(?:\w+\s+){0,3}?(?:incorrect|wrong|inaccurate|false|factual errors?|errors?|irrelevant|unfounded|unsupported|implausible|inconsisten\w*|contradict\w*|harmful|misleading|tangential|unrelated|promotional|outdated|biased)|incorrectly|wrongly|falsely|inaccurately|recommends? un\w+|is (?:incorrect|inaccurate|biased|vague|repetitive|incoherent))/i;
const MERIT_FIRST =
  /^(?:(?:\w+ly|also)\s+)?(?:explain|include|provide|describe|identif|discuss|analy[sz]|compare|define|demonstrat|evaluat|assess|calculat|summari[sz]|justif|illustrat|clarif|acknowledg|emphasi[sz]|propos|contrast|cite|cites|specif|outlin|highlight|conclud|distinguish|differentiat|quantif|incorporat|convert|warn|advis|address|cover|list|give|name|present|contain|point|note|state|mention|link|detail|show|use|support|refer|reference|is (?:organi[sz]ed|structured|written|divided)|consists|organi[sz]|offer|examin|explor|integrat|derive|estimat|rank|break|connect|respond|answer|relate|group|generat|account|has\b|takes\b)|\bat least\b/i;

/** What a report should not do, after a negation; what it should do, after one, is an omission. */
const BAD_ACT_EN =
  /^(?:\w+ly\s+)?(?:fabricat|invent|hallucinat|exaggerat|mislead|mis(?:represent|state|attribut|interpret)|overstat|understat|conflat|confus|contradict|plagiari|promis|guarantee|promot|repeat|speculat|disclos(?:e|ing) private)/i;
const GOOD_ACT_EN =
  /^(?:\w+ly\s+)?(?:mention|explain|include|cite|provide|address|disclose|warn|discuss|identif|describe|acknowledge|name|list|note|point out|give (?:a |any |the )?(?:source|reason|date|figure)|answer|compare|define|distinguish|quantif|justif|support)/i;
const NEGATED_EN = /^(?:(?:does|do|did|must|should|will|would|may|can)(?:\s+not|n't)|doesn't|don't|never)\s+(.*)$/is;
const AVOIDS_EN = /^(?:(?:carefully|clearly|also)\s+)?(?:avoids?|refrains? from|abstains? from|steers clear of|is free (?:of|from))\b/i;
/** What is too sweeping to be right. */
const SWEEPING_EN =
  /\b(?:can(?:not|'t)? (?:never|always|ever)?\s*(?:lose|fail)|never|always|guaranteed?|risk[- ]free|without (?:any )?risk|certain(?:ly)?|no risk|100 ?%|impossible)\b/i;
/** Advice may be asked for or forbidden. */
const EITHER_ADVICE_EN = /^gives?\s+(?:\w+\s+){0,3}(?:advice|recommendations?|opinions?|diagnos[ei]s|verdicts?|tips?)\b/i;

function negatedEn(text: string): Reading | undefined {
  if (AVOIDS_EN.test(text)) return 'avoided';
  const [, act] = NEGATED_EN.exec(text) ?? [];
  if (act === undefined) return undefined;
  if (BAD_ACT_EN.test(act)) return 'avoided';
  if (GOOD_ACT_EN.test(act)) return 'flaw';
  return /^(?:say|state|claim|suggest|imply|assert|tell|recommend)\b/i.test(act) && SWEEPING_EN.test(act) ? 'avoided' : undefined;
}

function readEn(criterion: string): Reading {
  const text = demand(criterion).replace(SUBJECT_EN, '');
  const negated = negatedEn(text);
  if (negated !== undefined) return negated;
  if (EITHER_ADVICE_EN.test(text)) return 'open';
  const flawFirst = FLAW_FIRST.exec(text);
  if (flawFirst !== null) return 'flaw';
  if (!MERIT_FIRST.test(text)) return 'open';
  const flaw = FLAW_EN.exec(text);
  if (flaw === null) return 'merit';
  // A flaw that is the topic of what the report should say is no flaw of the report.
  return SAYS_OF_SUBJECT.test(text.slice(0, flaw.index)) ? 'merit' : 'unclear';
}

const FLAW_VERB_ZH =
  /(?:^|[，,：])(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:称|声称|宣称|谎称|误|错误|混淆|混同|遗漏|漏掉|忽略|忽视|缺少|缺乏|未(?!来|成年|届|经|缴|约定|终止)|没有|断言|断定|捏造|编造|夸大|虚构|隐瞒|杜撰|承诺|保证(?!金)|写成|说成)|(?:误将|误把|误用|误认|错把|错将|未提及|未说明|未给出|当作(?!履行)|说成|当成|自相矛盾|与事实不符|(?<!不)建议(?!不)[^，。；]*(?:虚假|虚构|隐瞒|规避|逃避|避开|伪造|倒签|顶包|窃听|抢夺|自行停药))/u;
const MERIT_ZH =
  /写明|写出|写为|说明|指出|给出|列出|列示|算出|算得|算为|推算|引用|援引|注明|标明|标出|交代|解释|阐述|分析|比较|对比|提示|提醒|提出|提到|附有|附上|包含|包括|至少|允许\s*±|回答|区分|汇总|总结|列举|论证|给读者|推荐|归因|判定为|被识别为|分别|(?:约?为|约)[-−]?\d|有一[张段]|不超过\d|恰好/u;
const OPEN_ZH =
  /(?:主张|认为|建议|称|仍(?:按|以|旧)|一律|必然|直接(?:用|把|当|除)|赞成|只有|冲减|虚假|规避|逃避|不存在任何|误|错误|没有|却|为由|点名|断定|断言|声称|当作|说成)/u;

const BAD_ACT_ZH = '(?:编造|捏造|虚构|杜撰|伪造|夸大|误导|隐瞒|混淆|歪曲|抄袭|断言|承诺|保证(?!金)|泄露|臆造|臆测)';
const AVOIDED_ZH = new RegExp(
  `^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:中|里)?(?:不得|不应|不可|不能|不会|不|没有|并未|未|无)(?:有)?${BAD_ACT_ZH}|^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:应|须|能)?(?:避免|杜绝)`,
  'u',
);
/** What was said without what belongs beside it. */
const WITHOUT_ZH = /(?:而|但|却|且|并)(?:不|未|没有)(?:提示|说明|指出|提及|注明|给出|引用|解释|警示|提醒|披露)/u;
/** A negation before what a report should do: it is left out. */
const OMITS_ZH =
  /^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:中|里)?(?:未|没有|并未|没)(?:能)?(?:提示|说明|指出|提及|提到|注明|给出|引用|解释|警示|提醒|披露|列出|写明|区分|回答)/u;

function readZh(criterion: string): Reading {
  const text = demand(criterion);
  if (AVOIDED_ZH.test(text)) return 'avoided';
  if (OMITS_ZH.test(text) || WITHOUT_ZH.test(text)) return 'flaw';
  const merit = MERIT_ZH.exec(criterion);
  const flaw = FLAW_VERB_ZH.exec(text);
  if (flaw !== null && (merit === null || flaw.index <= merit.index)) return 'flaw';
  if (merit === null) return 'open';
  const doubt = OPEN_ZH.exec(text);
  return doubt !== null && doubt.index < merit.index ? 'unclear' : 'merit';
}

/** What is recommended or said may be right or wrong. */
const EITHER_SIGN = /^(?:recommend|suggest|say|state|tell|建议|主张|认为)/;

/** Opened like two or more siblings of one sign and like none of the other, it reads as they do. */
function likeSiblings(criterion: Criterion, byOpening: ByOpening): Reading {
  const opening = openingOf(criterion.criterion);
  if (EITHER_SIGN.test(opening)) return 'open';
  const { all, merits } = byOpening.get(opening) ?? { all: 0, merits: 0 };
  const others = all - 1;
  const meritsOfOthers = merits - (criterion.weight > 0 ? 1 : 0);
  if (meritsOfOthers >= 2 && meritsOfOthers === others) return 'merit';
  return others >= 2 && meritsOfOthers === 0 ? 'flaw' : 'open';
}

function openingOf(text: string): string {
  if (isChinese(text)) return text.replace(SUBJECT_ZH, '').slice(0, 2);
  return text.replace(SUBJECT_EN, '').split(/\s+/, 1)[0]?.toLowerCase() ?? '';
}
