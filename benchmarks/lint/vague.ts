/** vague (unambiguous): words that two judges read differently need a measurable test beside them. */
import type { Check, Note } from './finding.ts';
import { withoutWhatIsSaid } from './reading-en.ts';
import { isChinese, withoutBrackets, withoutQuotations } from './text.ts';

/** Praise without a measure; more of it than something else has one. */
const STRONG_EN =
  /(?<!\b(?:more|most|less|least|as) )\b(?:adequate(?:ly)?|appropriate(?:ly)?|sufficient(?:ly)?|reasonabl[ey]|suitabl[ey]|proper(?:ly)?|satisfactor(?:y|ily)|meaningful(?:ly)?|comprehensive(?:ly)?|thorough(?:ly)?|high[- ]quality|good|well(?![- ](?:being|known|regulated|defined|established)|\s+as)|effective(?:ly)?|insightful|in[- ](?:sufficient |great )?depth|robust(?:ly)?|nuanced|coherent(?:ly)?|engaging|compelling|excellent|nicely|as needed|where necessary|user[- ]friendly|professional(?:ly)?(?= (?:tone|manner|way|language)))\b/i;
/** Often said where something concrete is meant. */
const WEAK_EN = /\b(?:clear(?:ly)?|detailed|relevant|important|significant|key|various|several|some|many|balanced|logical(?:ly)?)\b/i;
const STRONG_ZH =
  /适当|恰当|合理(?!怀疑|使用|信赖|确定|注意|期限|费用|且有依据|地?确定)|充分(?!性|必要)|全面(?!推|实施|落实|预算|禁止)|深入|到位|详尽|完善(?!的?法)|较好|良好|足够|相应的(?=数值|水平|数额|金额|比例)|有效地|高质量|优秀|清晰|生动|流畅|专业(?:的|地)(?=说明|分析|阐述|论述|表述|语言)|得当|妥善|尽可能|必要时/u;
const WEAK_ZH = /详细|主要|关键|重要|若干|一定的|较为|比较(?=[好清详全])|具体/u;

/** A number, a quotation, examples or a list make a vague word testable. */
const TEST_EN =
  /\d|[“"]|\b(?:e\.g\.|i\.e\.)|\b(?:at least|such as|for example|namely|including|one|two|three|four|five|six|seven|eight|nine|ten|every|each|all|first)\b|:/i;
const TEST_ZH = /\d|[“《]|例如|比如|如：|包括|包含|至少|不少于|不超过|恰好|每[个一项处张]|逐[一项年条]|即|：/u;

/** How the report does something, or an amount that is none: a number elsewhere in the criterion does not measure these. */
const MANNER_EN =
  /\b(?:in (?:an? )?(?:sufficient|satisfactory|high-quality|appropriate|adequate|suitable|meaningful|good|professional)(?: (?:way|manner|depth|detail))|thoroughly|comprehensively|effectively|adequately|appropriately|well)[.]?$|\b(?:adequate|appropriate|sufficient|reasonable|suitable|meaningful|proper|satisfactory) (?:amounts?|numbers?|figures?|levels?|values?|lengths?)\b/i;
const MANNER_ZH =
  /(?:适当|恰当|合理|充分|全面|深入|到位|详尽|完善|较好|良好|足够|相应|清晰|专业|详细|准确)(?:的|地)?(?:说明|分析|阐述|论述|讨论|介绍|表述|数值|数额|水平|金额|比例|数量)/u;
const EXAMPLES = /\b(?:such as|for example|e\.g\.|i\.e\.|including|namely)|例如|比如|如：|包括|：/i;

export const vague: Check =
  () =>
  ({ criterion }) => {
    const chinese = isChinese(criterion);
    const text = withoutQuotations(withoutBrackets(criterion));
    const manner = (chinese ? MANNER_ZH : MANNER_EN).exec(text)?.[0];
    if (manner !== undefined && !EXAMPLES.test(criterion)) return [warning(manner)];
    const strong = chinese ? STRONG_ZH.exec(text)?.[0] : strongEn(text);
    const measured = (chinese ? TEST_ZH : TEST_EN).test(criterion);
    if (strong !== undefined && !measured) return [warning(strong)];
    const weak = strong ?? (chinese ? WEAK_ZH : WEAK_EN).exec(text)?.[0];
    if (weak === undefined || measured) return [];
    return [{ severity: 'info', rule: 'vague', message: `"${weak}" may be read differently by two judges: name what is meant` }];
  };

/** Fit for a purpose that is named, or said of the subject: a judge need not weigh it. */
function strongEn(text: string): string | undefined {
  const found = STRONG_EN.exec(withoutWhatIsSaid(text));
  if (found === null || /^\s+(?:for|to)\s/.test(text.slice(found.index + found[0].length))) return undefined;
  return found[0];
}

function warning(word: string): Note {
  return {
    severity: 'warning',
    rule: 'vague',
    message: `"${word}" has no test beside it: say how many, which ones, or by which sign one sees it`,
  };
}
