/** Closed lists of words in English and Chinese that the small judge's features look at: what carries no content, denies, turns, scales or opposes. */

const words = (list: string) => new Set(list.split(/\s+/u).filter((word) => word !== ''));

export const STOP_WORDS: ReadonlySet<string> = words(`
  a an the this that these those of in on at by for from to into with about as and or but if then than so such it its it's he she they we you i his her their our your my him them us me
  be is are was were been being am do does did done doing have has had having will would shall should can could may might must not no nor there here who whom which what when where why how
  also very just more most some any each other both all only own same too up down out over under again further once during before after above below between through while because until against
  via per etc eg ie lrb rrb
  的 了 和 是 在 与 及 或 对 为 以 于 中 上 下 等 也 都 就 而 但 被 把 由 从 到 有 其 该 此 这 那 之 所 着 过 地 得 这些 那些 一个 一种 我们 他们 并且 以及 因为 所以 如果 可以`);

/** What a criterion says of a report and its manner: no report need say it. */
export const RUBRIC_WORDS: ReadonlySet<string> = words(`
  report reports response responses answer answers article text output essay document author reader readers user content section sections
  state states stating explain explains explaining explanation mention mentions mentioned mentioning list lists listed listing describe describes described describing description
  identify identifies identified identifying discuss discusses discussed discussing discussion note notes noted noting point points provide provides provided providing present presents presented
  give gives given giving name names named naming define defines defined definition specify specifies specified recommend recommends recommended tell tells cite cites cited citing
  compare compares compared comparing comparison distinguish distinguishes outline outlines outlined highlight highlights highlighted address addresses addressed acknowledge acknowledges
  summarize summarizes summarise summarises clarify clarifies detail details detailed reference references referenced contain contains cover covers covered demonstrate demonstrates
  suggest suggests emphasize emphasizes clearly explicitly correctly accurately directly briefly specific specifically clear plain example examples concrete relevant accurate correct
  include includes included including least using way ways thing things offer offers evaluate evaluates assess assesses analyze analyzes analyse analyses analysis illustrate illustrates
  报告 回答 文章 文中 写明 写出 说明 指出 解释 列出 给出 提到 提及 提醒 建议 声称 算出 计算 引用 注明 强调 明确 分析 介绍 区分 结合 讨论 阐述 评估 比较 提供 至少 例如 比如 包括 包含 其中 具体 清晰 清楚 准确 正确 相关 要求 应当 需要 必须 进行 通过 根据 是否 答出 提出 写成 依据 识别 据此`);

export const NEGATION: ReadonlySet<string> = words(`
  not no nor never none neither without cannot can't don't doesn't didn't won't wouldn't isn't aren't wasn't weren't hasn't haven't hadn't couldn't shouldn't
  fail fails failed failing lack lacks lacked lacking unable refuse refuses refused deny denies denied`);

export const ADVERSATIVE: ReadonlySet<string> = words(`
  but however although though despite instead rather except excluding exclude excludes without unless incorrectly wrong falsely only exactly never always solely entirely whereas contrary unlike
  但是 然而 尽管 除非 仅仅 只有 完全 相反`);

export const UP: ReadonlySet<string> = words(`
  increase increased increases increasing rise rises rose rising grow grows grew growing growth gain gains gained climb climbed higher high up more improve improved improves improvement
  boost boosts boosted expand expanded accelerate above exceed exceeds exceeded surge surged strengthen enhance enhances positive strong stronger better best first early earlier before
  largest greater maximum include includes including included add added allow allows win wins won support supports supported accept accepted agree agreed
  增加 增长 上升 提高 提升 上涨 扩大 改善 高于 超过 加强 更高 更多 增强 支持 允许 包括 促进 有利`);

export const DOWN: ReadonlySet<string> = words(`
  decrease decreased decreases decreasing fall falls fell falling decline declines declined declining drop drops dropped lower low down less fewer reduce reduced reduces reduction
  worsen worsened cut cuts shrink shrank slow slowed below weaken hinder hinders hindered negative weak weaker worse worst last late later after smallest smaller minimum
  exclude excludes excluded remove removed prevent prevents lose loses lost oppose opposes opposed reject rejected disagree disagreed
  减少 下降 降低 下跌 缩小 恶化 低于 不足 削弱 更低 更少 减弱 反对 禁止 阻碍 不利`);

export const HEDGES: ReadonlySet<string> = words(`
  may might could possibly perhaps likely probably suggest suggests potential potentially appear appears seem seems approximately about around roughly nearly almost possible
  可能 或许 也许 大约 似乎 大概`);

export const QUANTITY: ReadonlySet<string> = words(`
  all every each none some most many few several only both half majority minority always never often sometimes rarely first last second third once twice exactly entire whole
  全部 所有 一些 多数 少数 首次 最后 一半`);

export const WORD_NUMBERS: ReadonlyMap<string, number> = new Map(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty`
    .split(' ')
    .map((word, i): [string, number] => [word, i])
    .concat([
      ['thirty', 30],
      ['forty', 40],
      ['fifty', 50],
      ['sixty', 60],
      ['seventy', 70],
      ['eighty', 80],
      ['ninety', 90],
      ['hundred', 100],
    ]),
);

export const SCALES: ReadonlyMap<string, number> = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
  ['k', 1e3],
  ['bn', 1e9],
  ['m', 1e6],
  ['万', 1e4],
  ['亿', 1e8],
  ['千', 1e3],
]);

/** Words that exclude each other, both ways. */
const OPPOSITES = `increase decrease|increases decreases|increased decreased|increasing decreasing|rise fall|rises falls|rose fell|rising falling|grow shrink|grew shrank|higher lower|high low|more less|more fewer|above below
  before after|first last|early late|earlier later|best worst|better worse|largest smallest|greater smaller|large small|strong weak|stronger weaker|improve worsen|improves worsens|improved worsened|boost hinder|boosts hinders
  enhance reduce|enhances reduces|enhanced reduced|positive negative|win lose|won lost|gain lose|success failure|successful unsuccessful|including excluding|includes excludes|include exclude|with without|always never|all none|many few
  accept reject|accepted rejected|accepts rejects|agree disagree|agreed disagreed|allow forbid|allowed forbidden|support oppose|supported opposed|supports opposes|open closed|start end|started ended|begin finish|began finished
  add remove|added removed|buy sell|bought sold|up down|inside outside|effective ineffective|able unable|likely unlikely|possible impossible|same different|similar different|simple complex|easy difficult|fast slow|faster slower
  short long|new old|rich poor|cheap expensive|safe dangerous|satisfied dissatisfied|alive dead|hot cold|internal external|public private|male female|man woman|expand contract|benefit harm|benefits harms|advantage disadvantage
  advantages disadvantages|profit loss|approve refuse|approved refused|confirm deny|confirmed denied|encourage discourage|maximum minimum|north south|east west|left right|majority minority
  增加 减少|增长 下降|上升 下降|提高 降低|提升 降低|扩大 缩小|改善 恶化|高于 低于|超过 不足|更高 更低|更多 更少|最大 最小|最高 最低|最早 最晚|之前 之后|支持 反对|允许 禁止|成功 失败|优势 劣势|有利 不利|有效 无效|积极 消极
  内部 外部|长期 短期|主要 次要|首次 最后|全部 少数|促进 阻碍|加强 削弱|开始 结束|增强 减弱|国内 国外|公开 保密`;

export const OPPOSITE: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const found = new Map<string, Set<string>>();
  const add = (one: string, other: string) => found.set(one, (found.get(one) ?? new Set()).add(other));
  for (const pair of OPPOSITES.split(/[|\n]/u)) {
    const [one = '', other = ''] = pair.trim().split(' ');
    add(one, other);
    add(other, one);
  }
  return found;
})();
