/** readZh: whether a Chinese criterion reads as a merit of the report or as a flaw, without its weight. */
import type { Reading } from './reading.ts';
import { demand } from './text.ts';

const FLAW_VERB_ZH =
  /(?:^|[，,：])(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:称|声称|宣称|谎称|误|错误|混淆|混同|遗漏|漏掉|忽略|忽视|缺少|缺乏|未(?!来|成年|届|经|缴|约定|终止)|没有|断言|断定|捏造|编造|夸大|虚构|隐瞒|杜撰|承诺|保证(?!金)|写成|说成)|(?:误将|误把|误用|误认|错把|错将|未提及|未说明|未给出|当作(?!履行)|说成|当成|自相矛盾|与事实不符|(?<!不)建议(?!不)[^，。；]*(?:虚假|虚构|隐瞒|规避|逃避|避开|伪造|倒签|顶包|窃听|抢夺|自行停药))/u;
const MERIT_ZH =
  /写明|写出|写为|说明|指出|给出|列出|列示|算出|算得|算为|推算|引用|援引|注明|标明|标出|交代|解释|阐述|分析|比较|对比|提示|提醒|提出|提到|附有|附上|包含|包括|至少|允许\s*±|回答|区分|汇总|总结|列举|论证|给读者|推荐|归因|判定为|被识别为|分别|(?:约?为|约)[-−]?\d|有一[张段]|不超过\d|恰好/u;
const OPEN_ZH =
  /(?:主张|认为|建议|称|仍(?:按|以|旧)|一律|必然|直接(?:用|把|当|除)|赞成|只有|冲减|虚假|规避|逃避|不存在任何|误|错误|没有|却|为由|点名|断定|断言|声称|当作|说成)/u;

const BAD_ACT_ZH =
  '(?:编造|捏造|虚构|杜撰|伪造|夸大|误导|隐瞒|混淆|歪曲|抄袭|断言|承诺|保证(?!金)|泄露|臆造|臆测|声称|宣称|谎称|误导|冒充)';
const AVOIDED_ZH = new RegExp(
  `^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:中|里)?(?:不得|不应|不可|不能|不会|不|没有|并未|未|无)(?:有)?${BAD_ACT_ZH}|^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:应|须|能)?(?:避免|杜绝)`,
  'u',
);
/** Nothing bad is in the report; no advice that is not its to give; nothing said that is too sweeping; a guess is left a guess. */
const AVOIDED_OTHERWISE_ZH =
  /^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:中|里)?(?:(?:不存在|未出现|没有出现|不出现|不含|不包含|没有|无)(?:任何)?(?:虚构|虚假|编造|捏造|错误|误导|夸大|无据)|(?:不|未|没有|不得|不应|并未)(?:给出|提供|作出|做出)(?:任何)?(?:买卖|购买|投资|荐股|交易|诊断|用药|剂量|法律)[^，。；]{0,4}(?:建议|意见|结论)?$|(?:不|未|没有|不得|不应)(?:建议|推荐|鼓励|教唆)[^，。；]*(?:自行|擅自|极端|极低|高杠杆|停药|隐瞒|规避|逃避)|(?:不|未|没有|不得|不应)(?:说|称|断言|认为|暗示|表示)[^，。；]*(?:永远|绝对|必然|一定|肯定|完全|零风险|稳赚|100%|不会)|(?:不|未|没有|不得|不应|并未)(?:把|将)[^，。；]*(?:当作|当成|说成|写成|视为))/u;
/** Advice may be asked for or forbidden. */
const EITHER_ADVICE_ZH = /^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:给出|提供|作出|做出)[^，。；]{0,8}(?:建议|诊断|意见)$/u;

/** What was said without what belongs beside it. */
const WITHOUT_ZH = /(?:而|但|却|且|并)(?:不|未|没有)(?:提示|说明|指出|提及|注明|给出|引用|解释|警示|提醒|披露)/u;
/** A negation before what a report should do: it is left out. */
const OMITS_ZH =
  /^(?:该|本)?(?:报告|文中|回答|点评|全文|正文)?(?:中|里)?(?:未|没有|并未|没)(?:能)?(?:提示|说明|指出|提及|提到|注明|给出|引用|解释|警示|提醒|披露|列出|写明|区分|回答)/u;

export function readZh(criterion: string): Reading {
  const text = demand(criterion);
  if (AVOIDED_ZH.test(text) || AVOIDED_OTHERWISE_ZH.test(text)) return 'avoided';
  if (EITHER_ADVICE_ZH.test(text)) return 'open';
  if (OMITS_ZH.test(text) || WITHOUT_ZH.test(text)) return 'flaw';
  const merit = MERIT_ZH.exec(criterion);
  const flaw = FLAW_VERB_ZH.exec(text);
  if (flaw !== null && (merit === null || flaw.index <= merit.index)) return 'flaw';
  if (merit === null) return 'open';
  const doubt = OPEN_ZH.exec(text);
  return doubt !== null && doubt.index < merit.index ? 'unclear' : 'merit';
}
