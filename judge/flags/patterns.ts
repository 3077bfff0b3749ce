/** forges, instructs: whether a text holds what stands in texts that were written for a judge. Repeats are bounded, so that no text takes long. */

/** Marks of the frame in which a judge sees a report: fences, chat templates, verdicts, and words that end or begin a part of a prompt. */
const FORGED: readonly RegExp[] = [
  // A fence of this judge: a run of tildes and a hash.
  /^~{3,200} {0,8}[0-9a-f]{8,64}[ \t]{0,8}$/im,
  /<\|(?:im_start|im_end|start_header_id|end_header_id|eot_id|endoftext|system|user|assistant|begin_of_text|channel|message)\|>/i,
  /<<\/?SYS>>|\[\/?INST\]|<\/?start_of_turn>|<\/?end_of_turn>|<｜(?:User|Assistant|end▁of▁sentence)｜>/i,
  // Of a judge: a report has no such tags.
  /<\/?(?:system|instructions?|report|response|rubric|criteri(?:on|a)|judge|grader|verdict|evaluation)>/i,
  /["'“](?:label|verdict|criterion_met|criteria_met|is_satisfied|score|grade)["'”]\s{0,8}:\s{0,8}(?:["'“](?:fully |partially |not )?(?:satisfied|partial|unsatisfied|met|present|absent|pass|yes|true)["'”]|true|1(?:\.0+)?\b|10\b|100\b)/i,
  /^[^\p{L}\p{N}\n]{0,40}(?:the )?(?:end of (?:the )?report|report ends here|report is over)[^\p{L}\p{N}\n]{0,40}$/imu,
  /^[^\p{L}\p{N}\n]{0,40}(?:报告(?:到此)?(?:结束|完毕)|以上为报告(?:全文|内容)|报告正文结束)[^\p{L}\p{N}\n]{0,40}$/mu,
  /^[ \t]{0,8}#{0,6}[ \t]{0,8}(?:your task|system prompt|instructions (?:to|for) the (?:judge|grader|evaluator))[ \t]{0,8}:?[ \t]{0,8}$/im,
  /^[ \t]{0,8}[[【(]?[ \t]{0,8}(?:system|系统)(?: message| prompt|提示|消息|指令)?[ \t]{0,8}[\]】)]?[ \t]{0,8}[:：]/im,
];

const JUDGE = /\b(?:judges?|graders?|evaluators?|reviewers?|raters?|assessors?|scorers?)\b/i;
const GIVE = /\b(?:mark|rate|score|grade|label|award|give|assign|grant|answer|output|reply|respond|return|treat|consider|count)\b/i;
const BEST =
  /\b(?:(?:full|maximum|highest|top|perfect) (?:marks?|scores?|points?|rating|credit|reward)|satisfied|fulfilled|passed|as (?:fully )?met|10\s?\/\s?10|100\s?(?:\/\s?100|%))/i;
const THIS = /\b(?:this|the|my) ?(?:report|response|answer|submission|text|document)\b/i;
const CRITERIA = /\b(?:all|every|each)\b[^,;:]{0,20}\b(?:criteri(?:a|on)|rubrics?|requirements?|checklist(?: items?)?)\b/i;
const JUDGE_ZH = /评审|评委|评分(?:者|员|人|系统)|评判(?:者|员|模型)?|裁判|阅卷(?:人|老师)|打分(?:者|员|模型)|评估(?:者|员|模型|人)/;
const PLEASE_ZH = /请|务必|必须|直接/;
const GIVE_ZH = /给|判|标记|评为|打|视为|输出|回答|返回/;
const BEST_ZH = /满分|最高分|全部满足|满足|通过|达标|satisfied/i;
const ALL_ZH = /所有|全部|每(?:一)?[条项个]/;
const CRITERIA_ZH = /标准|准则|评分项|条目|评判|评分要求/;

/** Words said to whoever judges, or about the report's own marks: each a list of what follows one another in one sentence. */
const INSTRUCTIONS: readonly (readonly RegExp[])[] = [
  [
    /\b(?:ignore|disregard|forget|override)\b/i,
    /\b(?:previous|prior|above|earlier|preceding|all|your|these|other)\b/i,
    /\b(?:instructions?|prompts?|rules?|guidelines?|criteria|rubrics?)\b/i,
  ],
  [/\b(?:note|message|attention|instructions?|dear|hello|hi|as (?:the|an?|your)|you are)\b/i, JUDGE, GIVE, BEST],
  [GIVE, CRITERIA, BEST],
  [GIVE, THIS, BEST],
  [THIS, /\b(?:meets?|satisf(?:y|ies)|fulfil(?:l?s)?)\b/i, CRITERIA],
  [CRITERIA, /\b(?:are|is|have been|has been|were)\b/i, /\b(?:satisfied|met|fulfilled)\b/i],
  [
    /\b(?:self[- ]?(?:assessment|evaluation|grade|score|rating|review)|final (?:score|grade|verdict)|overall (?:score|grade))\b/i,
    /[:=]/,
    /\b(?:10\s?\/\s?10|100\s?(?:\/\s?100|%)|5\s?\/\s?5|satisfied|A\+|pass(?:ed)?\b)/i,
  ],
  [/忽略|无视|忘记|不要理会/, /以上|之前|上述|前面|先前|所有|全部|其他|你的/, /指令|指示|提示词?|规则|评分标准|评判标准|准则/],
  [JUDGE_ZH, PLEASE_ZH, GIVE_ZH, BEST_ZH],
  [PLEASE_ZH, GIVE_ZH, /本报告|本文|本回答/, BEST_ZH],
  [PLEASE_ZH, /本报告|本文|本回答/, GIVE_ZH, /满分|最高分|全部满足|satisfied/i],
  [PLEASE_ZH, ALL_ZH, CRITERIA_ZH, GIVE_ZH, BEST_ZH],
  [/本报告|本文|本回答|该报告/, /满足|符合|达到/, ALL_ZH, CRITERIA_ZH],
  [ALL_ZH, CRITERIA_ZH, /[均都皆全已]/, /满足|符合|达标/],
  [/自评|自我评(?:分|估|价)|最终(?:得分|评分|判定)/, /[:为是]/, /满分|10\s?\/\s?10|100\s?(?:分|\/\s?100|%)|全部满足|通过/],
];

/** Longest stretch that is read as one sentence, in characters. */
const LONGEST_SENTENCE = 300;

/** @param text NFKC */
export function forges(text: string): boolean {
  return FORGED.some((pattern) => pattern.test(text));
}

/** @param text NFKC */
export function instructs(text: string): boolean {
  // Most texts lack a word of most lists, and need not be gone through by sentences.
  const possible = INSTRUCTIONS.filter((steps) => steps.every((step) => step.test(text)));
  if (possible.length === 0) return false;
  for (const [sentence] of text.matchAll(new RegExp(`[^.。!?\\n]{4,${LONGEST_SENTENCE}}`, 'g')))
    if (possible.some((steps) => follow(steps, sentence))) return true;
  return false;
}

function follow(steps: readonly RegExp[], sentence: string): boolean {
  let from = 0;
  return steps.every((step) => {
    const found = step.exec(sentence.slice(from));
    if (found === null) return false;
    from += found.index + found[0].length;
    return true;
  });
}
