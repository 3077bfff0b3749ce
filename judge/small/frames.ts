/** What a criterion asserts, with the frame around it cut off by rule, so that a claim and its denial are the same question with opposite answers. */

/** A claim that a criterion quotes, behind a colon ("states that: ..."), hangs on each of its words, one that it describes on its facts. */
export type ClaimKind = 'described' | 'quoted';

export interface Demand {
  /** The bare statement or question. */
  readonly claim: string;
  /** The criterion holds where the claim does NOT stand in the report ("fails to mention that ..."). */
  readonly absence: boolean;
  /** It asks about the quality of the writing as a whole, not for something to be said. */
  readonly quality: boolean;
  /** The criterion says of the claim that the report makes it ("The report states that ..."): it asks for no form. */
  readonly stated: boolean;
  /** The claim is a text, and the criterion holds where every statement of it stands in the report. */
  readonly every: boolean;
  /** What was cut off; empty where the criterion is the claim. */
  readonly frame: string;
}

const REPORT = '(?:(?:the|this|your|its)\\s+)?(?:report|response|answer|text|summary|article|output|document|essay|content|analysis)';
const VERB =
  '(?:states?|claims?|says?|mentions?|notes?|reports?|asserts?|explains?|discuss(?:es)?|describes?|supports?|argues?|acknowledges?|includes?|covers?|identif(?:y|ies)|provides?|cites?|names?|lists?|presents?|address(?:es)?|highlights?|compares?|recommends?|gives?|contains?|makes? clear|points? out|uses?|defines?|links?|references?|consider(?:s)?|warns?|specif(?:y|ies)|outlines?|suggests?|illustrates?|analy[sz]es?|evaluates?|distinguish(?:es)?|tells?|advises?|proposes?|shows?|calculates?|converts?|demonstrates?|estimates?|clarif(?:y|ies)|emphasi[sz]es?|offers?|rejects?|answers?|summari[sz]es?|expresses)';
const THAT = '(?:\\s+(?:the following statement|the fact that|that|how|why|any|about))?\\s*:?\\s*';
const ZH_REPORT = '(?:(?:该|本|这份|此)?(?:报告|回答|文章|文中|答案|全文)|[该本此]文)';
const ZH_VERB =
  '(?:提到|提及|说明|指出|讨论|解释|给出|列出|声称|称|表示|包含|包括|提供|分析|阐述|涉及|考虑|引用|注明|提醒|介绍|比较|明确|写明|写出|点明|点出|阐明|提示|强调|否定|计算|算出)';

const RIGHTLY = 'clearly|explicitly|correctly|accurately';
const HOW = `(?:(?:${RIGHTLY}|incorrectly|wrongly|falsely)\\s+)*`;
const ZH_HOW = '(?:明确|正确|清楚地|错误地)*';
const NOT = "(?:fails? to|(?:does|do|did|should|must) not|(?:does|do|did|should|must)n['’]t|cannot|omits? to|neglects? to|never)";
const WITHOUT = `(?:omit(?:s|ting)|lack(?:s|ing)|misses|is missing|leaves out|ignores)\\b(?:\\s+any mention of)?${THAT}`;

const ABSENCES = [
  new RegExp(`^(?:${REPORT}\\s+)?${NOT}\\s+${HOW}${VERB}${THAT}`, 'iu'),
  new RegExp(`^(?:${REPORT}\\s+)?${WITHOUT}`, 'iu'),
  new RegExp(`^(?:${ZH_REPORT})?\\s*(?:完全|均|都)?(?:并|从)?(?:未能|没能|没有|未)${ZH_HOW}${ZH_VERB}了?\\s*[:：，]?`, 'u'),
  new RegExp(`^(?:${ZH_REPORT})?\\s*(?:缺少|缺乏|遗漏|忽略|忽视|漏掉)了?\\s*[:：，]?`, 'u'),
];
const PRESENCES = [
  new RegExp(`^every statement of the following summary is supported by ${REPORT}\\s*:\\s*`, 'iu'),
  new RegExp(`^${REPORT}\\s+(?:should |must )?${HOW}${VERB}${THAT}`, 'iu'),
  new RegExp(`^(?:(?:${RIGHTLY})\\s+)*${VERB}\\b${THAT}`, 'iu'),
  new RegExp(`^${ZH_REPORT}\\s*(?:应|需|必须)?${ZH_HOW}${ZH_VERB}了?\\s*[:：，]?`, 'u'),
  new RegExp(`^${ZH_HOW}${ZH_VERB}了?\\s*[:：，]?`, 'u'),
];
/** Of a frame. */
const STATED = /(?:\bthat|\bstatement|summary is supported by.*)\s*:?$|[:：]$/iu;
const EVERY = /^every statement\b/iu;
const QUESTION = /^(?:is|are|does|do|did|has|have|can|could|would|should|was|were|how well|to what extent|是否)\b/iu;
/** Words of form and manner. A claim in one of the frames above is about content whatever its words. */
const MANNER =
  /\b(?:well[- ](?:organi[sz]ed|structured|written)|readab|coheren|clarity|logical flow|grammar|tone\b|concise|writing style|easy to (?:read|follow)|professional (?:tone|language)|formatting|structured)|结构清晰|条理|逻辑清晰|语言(?:流畅|简洁)|可读性|排版|表达清楚|行文/iu;
/** Shortest claim in characters: a frame that leaves less was none. */
const LEAST = 3;

export function claimKind({ frame }: Pick<Demand, 'frame'>): ClaimKind {
  return /[:：]$/u.test(frame) ? 'quoted' : 'described';
}

export function demandOf(criterion: string): Demand {
  const text = criterion.trim();
  const absent = cut(text, ABSENCES);
  const present = absent ?? cut(text, PRESENCES);
  const claim = present ?? text;
  const frame = text.slice(0, text.length - claim.length).trim();
  const quality = absent === undefined && (QUESTION.test(text) || (present === undefined && MANNER.test(text)));
  return { claim, absence: absent !== undefined, quality, stated: STATED.test(frame), every: EVERY.test(frame), frame };
}

function cut(text: string, frames: readonly RegExp[]): string | undefined {
  for (const frame of frames) {
    const match = frame.exec(text);
    if (match !== null && text.length - match[0].length >= LEAST) return text.slice(match[0].length).trim();
  }
  return undefined;
}
