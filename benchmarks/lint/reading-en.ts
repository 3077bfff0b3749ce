/** readEn: whether an English criterion reads as a merit of the report or as a flaw, without its weight. */
import type { Reading } from './reading.ts';
import { demand } from './text.ts';
import { SUBJECT_EN } from './verbs.ts';

export function readEn(criterion: string): Reading {
  const text = demand(criterion).replace(SUBJECT_EN, '').replace(INSERTED, '');
  const negated = negatedReading(text);
  if (negated !== undefined) return negated;
  if (EITHER_ADVICE.test(text)) return 'open';
  if (FLAW_FIRST.test(text)) return 'flaw';
  const main = withoutWhatIsSaid(text);
  if (LEAVES_OUT.test(main) || (GIVES.test(text) && (FAULTY.test(main) || UNFIT.test(main) || CLAIM.test(text) || OWN_FAULT.test(text))))
    return 'flaw';
  if (EITHER_WAY.test(text) && !STRESSED.test(text)) return 'open';
  if (!DOES.test(text) && !EVERY_FIRST.test(text) && !STRESSED.test(text)) return 'open';
  if (DEMANDING.test(text)) return 'merit';
  if (SWEEPING.test(SAYS.exec(text)?.[0] ?? '')) return 'unclear';
  return DOUBTFUL.test(main.replace(A_LIMIT, '')) || FAULTY.test(main) ? 'unclear' : 'merit';
}

/** `The response, in its analysis of X, mentions …`: what stands between the commas is not what it does. */
const INSERTED = /^,[^,]*,\s*/;

/** What a report should not do, after a negation; what it should do, after one, is an omission. */
const BAD_ACT =
  /^(?:\w+ly\s+)?(?:fabricat|invent|hallucinat|exaggerat|mislead|mis(?:represent|state|attribut|interpret)|overstat|understat|conflat|confus|contradict|plagiari|promis|guarantee|promot|repeat|speculat|claim|pretend|disclos(?:e|ing) private|recommend (?:stopp|skipp|discontinu|delay|replac|buy|sell)|(?:give|provide|offer) (?:any )?(?:buying|investment|trading|medical|legal|tax|dosing) advice|(?:present|treat|pass)\b.*\bas (?:a |an )?(?:fact|certain|proven|settled|true))/i;
const GOOD_ACT =
  /^(?:\w+ly\s+)?(?:mention|explain|include|cite|provide|address|disclose|warn|discuss|identif|describe|acknowledge|name|list|note|point out|give (?:a |any |the )?(?:source|reason|date|figure)|answer|compare|define|distinguish|quantif|justif|support)/i;
const NEGATED = /^(?:(?:does|do|did|must|should|will|would|may|can)(?:\s+not|n['’]t)|never)\s+(.*)$/is;
const AVOIDS = /^(?:(?:carefully|clearly|also)\s+)?(?:avoids?|refrains? from|abstains? from|steers clear of|is free (?:of|from))\b/i;
/** Nothing bad is in the report. */
const NONE_OF =
  /^(?:(?:contains?|includes?|makes?|has|uses?|gives?|cites?|there (?:is|are))\s+)?(?:no|not any|without(?: any)?)\s+(?:\w+\s+){0,2}?(?:fabricat|invent|hallucinat|made-up|false|misleading|misquot|unsupported|unfounded|incorrect|inaccurate|wrong|biased|promotional|irrelevant|plagiari|factual errors?|exaggerat)/i;
/** What is too sweeping to be right. */
const SWEEPING =
  /\b100 ?%|\b(?:can(?:not|['’]t)? (?:never|always|ever)?\s*(?:lose|fail)|never|always|guaranteed?|risk[- ]free|without (?:any )?risk|certain(?:ly)?|no risk|impossible)\b/i;
/** Advice may be asked for or forbidden. */
const EITHER_ADVICE = /^gives?\s+(?:\w+\s+){0,3}(?:advice|recommendations?|opinions?|diagnos[ei]s|verdicts?|tips?)\b/i;

function negatedReading(text: string): Reading | undefined {
  if (AVOIDS.test(text) || NONE_OF.test(text)) return 'avoided';
  const [, act] = NEGATED.exec(text) ?? [];
  if (act === undefined) return undefined;
  if (BAD_ACT.test(act)) return 'avoided';
  if (GOOD_ACT.test(act)) return 'flaw';
  return /^(?:say|state|claim|suggest|imply|assert|tell|recommend)\b/i.test(act) && SWEEPING.test(act) ? 'avoided' : undefined;
}

/** A faulty act, or a faulty manner of any act. */
const FLAW_FIRST =
  /^(?:,[^,]*,\s*)?(?:(?!in|not)\w+ly\s+|also\s+)?(?:fails?|leaves out|forgets|drops|says nothing|omits?|neglects?|ignores?|lacks?|misses|overlooks?|contradicts?|confuses?|conflates?|mis(?:represent|stat|attribut|interpret|identif|quot|lead|us|label)\w*|exaggerat\w*|over-?(?:stat|simplif|emphasi|us|index|load|reli|generali|whelm|estimat|complicat)\w*|understates?|fabricat\w*|hallucinat\w*|plagiari\w*|invents|hides|conceals|distorts|dismisses|downplays|trivializes|trivialises|sensationali[sz]es|stereotypes|cherry-picks|skips|digresses|deviates|strays|drifts|speculates|overuses|refuses|pretends|blames|dwells|claims|promises|guarantees|tries to|treats|relies (?:only|solely|heavily)|incor+ectly|inappropriately|wrongly|falsely|inaccurately|erroneously|misleadingly|recommends? un\w+|is (?:not (?:appropriate|suitable|relevant|written|structured|organi[sz]ed|supported|readable|clear)|too|overly|incorrect|inaccurate|biased|vague|repetitive|incoherent|longer than|shorter than))\b/i;

/** Verbs that say no more than that something is in the report, whatever it is worth. */
const GIVES =
  /^(?:(?:\w+ly|also)\s+)?(?:contains?|includes?|has|makes?|provides?|presents?|uses?|gives?|mentions?|discusses|recommends?|suggests?|proposes?|cites?|lists?|relies|demonstrates?|states?|employs?|shows?|offers?|adopts?|draws|refers|references)\b/i;
/** What is wrong with whatever it stands beside; `error handling` and `error rates` are no errors. */
const FAULTY =
  /(?<!\b(?:not|no|non|without|avoids?|avoiding|than|any potential|possible)[\s-]+(?:\w+\s+)?)\b(?:irrelevan\w+|unrelated|extraneous|inaccura\w+|incor+ect(?:ly)?|inappropriate(?:ly)?|insufficient(?:ly)?|inadequate(?:ly)?|insensitive(?:ly)?|apologetic|wrong(?:ly)?|misleading|unsupported|unfounded|unsubstantiated|unjustified|outdated|harsh(?:er|ly)?|biased|judg?mental|promotional|nonsensical|anachronis\w+|unnecessary|messy|overly|duplicates?|redundant|misunderstanding|misinformation|misconceptions?|blanket|sweeping|unverifi\w+|incoherent|sensational\w*|condescending|tangential|off-topic|unsourced|uncited|unexplained|unreliable|disorgani[sz]ed|repetitive|verbose|non-existent|non-credible|low-quality|hyperbol\w+|plagiari[sz]ed|typos|filler|implausible|unrealistic|infeasible|speculative claims?|(?:factual|grammatical|spelling|formatting|calculation|logical|significant) errors?|misinformation)\b|\bdespite\b/i;
/** Bad qualities that a report may well speak of: they are its own only right behind the verb by which it gives something. */
const OWN_FAULT =
  /^(?:\w+ly\s+)?(?:contains?|includes?|has|makes?|provides?|presents?|uses?|gives?|recommends?|suggests?|proposes?)\s+(?:(?!no\b|not\b)[\w-]+,?\s+){0,2}?(?:harmful|illegal|unsafe|dangerous|unethical|toxic|discriminat\w+|stigmati[sz]ing|punitive|inconsisten\w+|excessive(?:ly)?|broken|unclear|ambiguous|confusing|undefined|false(?:ly)?|fabricated|inflammatory|offensive|derogatory|anecdotal|speculative|contradict\w*|errors?(?! \w+))\b/i;
/** What is called a claim is doubted. */
const CLAIM = /^\w+\s+(?:an?|any)\s+(?:\w+\s+){0,2}?claims?\b/i;
/** A clause about what is given that denies it a good quality. */
const UNFIT =
  /\b(?:that|which|who)\s+(?:(?:is|are|do|does|was|were|has|have|can)(?:\s+not|n['’]t)|cannot|lacks?|fails?|contradicts?)\b|\bonly relevant to\b/i;
/** Said, but without what belongs beside it. */
const LEAVES_OUT =
  /(?<!\b(?:even|not|never)\s)\bwithout\s+(?:(?:an?|any|the|its|clear|clearly|proper|properly|prior|further|adequate|sufficient|appropriate|concrete|explicitly|providing|giving|offering|including)\s+)*(?:justif|expla(?:in|nation)|defin|referenc|cit(?:ing|ation)|mention|evidence|support|context|caveat|disclos|warning|sourc|acknowledg|provid|giving|addressing|reason(?:ing|s)?\b)|\bbut (?:fails|does not|omits|never)\b|,\s*ignoring\b/i;

/** Good words of which a bad report makes use as well, so that the sentence alone decides nothing. */
const DOUBTFUL =
  /\b(?:harmful|illegal|unsafe|dangerous|unethical|toxic|discriminat\w+|stigmati[sz]ing|punitive|inconsisten\w+|excessive(?:ly)?|broken|unclear|ambiguous|confusing|undefined|false(?:ly)?|fabricated|inflammatory|offensive|derogatory|anecdotal|speculative|contradict\w*|(?<!margins? of )errors?|non-\w+|other than|more than|exceeds?|older than|beyond|personal|opinions?|hypothetical|casual|informal|slang|emojis?|first-person|jargon|guess\w*|brands?|sponsor\w*|advert\w*|marketing|stereotyp\w*|nonexistent|outside(?: of)?|out of|rather than|instead of|only|solely|merely|minor|single|too|any|not|never|nothing|cannot|no|less than|fewer than|without|advocates?|removing|blogs?|wikipedia|reddit|youtube|social media|main source|despite)\b/i;

/** What follows is what the report says of its subject, where a flaw may well be the topic. */
const SAYS =
  /\b(?:explain|state|mention|note|identif(?:y|ie)|warn|describe|acknowledge|recogni[sz]e|point(?:s|ing)? out|clarif(?:y|ie)|discuss|emphasi[sz]e|argue|say|claim|suggest|conclude|indicate|highlight|report|demonstrate|show|reflect|caution|assume|observe|stress)(?:s|es|ing|d)?\s+(?:\w+ly\s+)?(?:that|how|why|whether|what|which|where|when)\b.*$/is;

/** A criterion without the clauses of what a report says, as `that …` after `states`. */
export function withoutWhatIsSaid(text: string): string {
  return text.replace(SAYS, '');
}

/** Verbs of acts that a good report does and a bad one as well. */
const EITHER_WAY =
  /^(?:(?:\w+ly|also)\s+)?(?:recommends?|suggests?|proposes?|tells?|says?|has|have|makes?|attributes?|focus(?:es)?|relies|urges?|encourages?|discourages?|instructs?|assumes?|advocates?|critici[sz]es?|copies|repeats?|takes? sides?)\b/i;
/** Verbs of acts that are asked for: who describes a flaw so gives it a word that says so. */
const DEMANDING =
  /^(?:(?:\w+ly|also)\s+)?(?:explain|identif|describe|analy[sz]|compare|contrast|define|evaluat|assess|calculat|quantif|estimat|distinguish|differentiat|justif|illustrat|clarif|acknowledg|summari[sz]|outlin|specif|warn|caution|highlight|address|ensure|account|examin|explor|derive|respond|answer|connect|link|relate)/i;
/** Any other verb, in the third person or as an order. */
const DOES =
  /^(?:(?:\w+ly|also)\s+)?(?:[a-z-]{2,}[^s\W]s\b(?!['’])|address(?:es)?|discuss(?:es)?|assess(?:es)?|stress(?:es)?|express(?:es)?|is (?:organi[sz]ed|structured|written|divided|presented|formatted)|(?:explain|include|provide|describe|identify|analy[sz]e|compare|define|calculate|summari[sz]e|mention|state|list|name|cite|give|use|present|contain|outline|specify|acknowledge|demonstrate|evaluate)\b)/i;
/** `Each post …`, `All figures …`: rules for the whole report, or for a part of it that is to be there. */
const EVERY_FIRST =
  /^(?:each|all|every|for (?:each|every|at least)|at least|the (?:section|first|final|last|introduction|conclusion|summary)\b)|^\S+(?:\s+\S+){0,6}?\s+(?:is|are)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn)\b/i;
/** A limit that is asked for, as `no more than 500 words`, denies nothing. */
const A_LIMIT = /\b(?:no (?:more|fewer|less|longer) than|not exceed(?:ing|s)?)\b/gi;
/** Words by which a demand is made exact. */
const STRESSED =
  /\b(?:at least|for (?:each|every)|clear|explicitly|clearly|correctly|accurately|specific(?:ally)?|concrete|distinct|named)\b/i;
