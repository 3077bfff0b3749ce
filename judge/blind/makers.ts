/** Patterns of what tells who made a report: makers of models and agents where a text speaks of itself, and the marks of their products. */

/** As people and models write them; several words may be joined in any way. */
const MAKERS = [
  'chatgpt|openai|gpt-?[345o]\\w*(?:[.-]\\w+)*|o[134](?:-(?:mini|pro|deep-research))?',
  'google deepmind|google|gemini|bard',
  'claude|anthropic',
  'kimi|moonshot(?: ai)?|月之暗面',
  'qwen\\w*(?:[.-]\\w+)*|通义千问|通义|千问|tongyi(?:[ -]?deepresearch)?|alibaba(?: cloud)?|阿里云|阿里巴巴',
  'deepseek\\w*(?:[.-]\\w+)*|深度求索',
  'minimax|海螺(?:AI)?|稀宇(?:科技)?',
  'glm-?\\w*(?:[.-]\\w+)*|chatglm|zhipu(?: ?ai)?|z\\.ai|智谱(?:清言|AI)?',
  'doubao|豆包|bytedance|字节跳动|seed-?[\\w.]*|volcengine|火山引擎|扣子|coze',
  'step-?deep-?research|stepfun|阶跃星辰|跃问',
  'perplexity|sonar(?: deep research)?|grok\\w*(?:[.-]\\w+)*|xai|x\\.ai',
  'ernie(?: bot)?|文心一言|文心(?:大模型)?|baidu|百度',
  'hunyuan|混元|yuanbao|元宝|腾讯|tencent',
  'llama\\w*(?:[.-]\\w+)*|meta ai|mistral\\w*(?:[.-]\\w+)*|le chat|copilot|microsoft|cohere|nova (?:pro|premier)',
  '讯飞星火|星火|iflytek|baichuan|百川(?:智能)?|metaso|秘塔(?:AI搜索)?|skywork|天工|manus|genspark|you\\.com|miro(?:thinker|mind)',
].join('|');
const MAKER = `(?:${MAKERS})(?:[ -]?(?:deep ?research|ai|chat|深度研究|大模型))?(?![\\p{Script=Latin}\\p{N}])`;
const FILLERS =
  '(?:an?|the|AI|large|language|model|chatbot|assistant|research|agent|named|called|trained|made|developed|built|created|designed|from|by|and)';
const TRAINED = '(?:trained|developed|built|made|created|designed|launched) by';
const MADE = '(?:written|generated|produced|created|prepared|compiled|researched|authored|drafted|powered) (?:by|with|using)';
const DOCUMENT = '(?:report|document|answer|analysis|text|response|research|review|overview|article)';
/** Layout before a line's first word. */
const LINE = '^[ \\t>#|_([（—–-]{0,20}';
const MADE_ZH = '(?:生成|撰写|编写|整理|输出|完成|制作)';
const TRAINED_ZH = '(?:开发|训练|研发|推出|打造|创造|提供)';

/** Each with what is to be hidden in its group `hide`. Only where a text speaks of its own author: a report about these products keeps their names. */
export const SELF: readonly RegExp[] = [
  `(?:\\bI am|\\bI['’]m|\\bmy name is) (?:${FILLERS},? ){0,12}(?<hide>${MAKER})`,
  `\\bas an? (?:${FILLERS},? ){1,12}(?<hide>${MAKER})`,
  `\\bas (?<hide>${MAKER})(?=,? I\\b)`,
  `(?:\\b(?:I|me|my)\\b|\\bas an? )[^.\\n]{0,80}\\b${TRAINED} (?<hide>${MAKER})`,
  `${LINE}(?:an?|this) (?:${FILLERS} ){0,6}(?:model|assistant|agent|chatbot)\\b[^.\\n]{0,40}\\b${TRAINED} (?<hide>${MAKER})`,
  `${LINE}${TRAINED} (?<hide>${MAKER})`,
  `(?:\\bthis|\\bthe above|\\bthe following) ${DOCUMENT}\\b[^.\\n]{0,60}?\\b${MADE} (?<hide>${MAKER})`,
  `${LINE}(?:${DOCUMENT} )?${MADE} (?<hide>${MAKER})`,
  `\\bpowered by (?<hide>${MAKER})(?=[^\\p{L}\\p{N}\\n]{0,20}$)`,
  `${LINE}(?:author|written by|prepared by|作者|撰写人|生成工具)[_ ]{0,3}[:：][_ ]{0,4}(?<hide>${MAKER})`,
  `${LINE}(?:you |我 ?)?(?<hide>${MAKER}) (?:said|says|replied|answered)[:：]`,
  `${LINE}(?<hide>${MAKER}) ?(?:说|回答|回复)[:：]`,
  `(?:我是|我叫) ?(?:(?:一个|一名|由|来自|的|AI|人工智能|大语言模型|语言模型|助手|智能助手) ?){0,6}(?<hide>${MAKER})`,
  `(?:我是|我叫|作为)[^。\\n]{0,30}?(?:由|来自) ?(?<hide>${MAKER})(?=[^。\\n]{0,12}?${TRAINED_ZH})`,
  `作为 ?(?<hide>${MAKER})(?=[^。\\n]{0,12}?[，,] ?我)`,
  `(?:本|该|此|这份|以上|以下)(?:报告|文档|文|内容|回答|分析)[^。\\n]{0,8}?(?:由|使用|借助|通过) ?(?<hide>${MAKER})(?=[^。\\n]{0,12}?${MADE_ZH})`,
  `${LINE}(?:由|使用|借助) ?(?<hide>${MAKER})(?=[^。\\n]{0,12}?${MADE_ZH}(?:[^\\p{L}\\p{N}]|$))`,
].map((pattern) => new RegExp(pattern, 'dgimu'));

const SHARING =
  '(?:chatgpt\\.com|chat\\.openai\\.com|claude\\.ai|gemini\\.google\\.com|g\\.co/gemini|aistudio\\.google\\.com|kimi\\.com|kimi\\.ai|kimi\\.moonshot\\.cn|chat\\.qwen\\.ai|tongyi\\.(?:com|aliyun\\.com)|qianwen\\.com|chat\\.deepseek\\.com|perplexity\\.ai|grok\\.com|x\\.com/i/grok|doubao\\.com|yuanbao\\.tencent\\.com|chatglm\\.cn|chat\\.z\\.ai|agent\\.minimax\\.io|hailuoai\\.(?:com|video)|yuewen\\.cn|stepfun\\.com|yiyan\\.baidu\\.com|manus\\.im|genspark\\.ai|copilot\\.microsoft\\.com|poe\\.com|you\\.com|metaso\\.cn)';
const PATH = '[^\\s)\\]>"\'，。]{0,400}';

/** Marks that a product leaves in what it writes: they tell the maker as a name does. */
export const FINGERPRINTS: readonly RegExp[] = [
  `(?<hide>https?://(?:www\\.)?${SHARING}/(?:share|s|c|chat|search|page|thread|app|agent|conversation|session)(?:/${PATH})?)`,
  `(?<hide>https?://(?:www\\.)?vertexaisearch\\.cloud\\.google\\.com/grounding-api-redirect${PATH})`,
  `(?<hide>https?://[^\\s/]{0,60}(?:oaiusercontent\\.com|ppl-ai-file-upload[^\\s/]{0,60}|pplx-res\\.cloudinary\\.com)${PATH})`,
  '(?<hide>sandbox:/mnt/data/[^\\s)\\]]{0,200})',
  `[?&](?:utm_source|ref|referrer)=(?<hide>(?:${MAKERS})(?:\\.com|\\.ai)?)`,
  '(?<hide>\\ue200[^\\ue201\\n]{0,400}\\ue201)',
  '(?<hide>\\b(?:file)?cite(?:turn\\d+[a-z]+\\d+)+)',
  '(?<hide>:?contentReference ?\\[oaicite:\\d+\\](?:\\{[^}\\n]{0,40}\\})?|\\[oaicite:\\d+\\]|\\boaicite:\\d+)',
  '(?<hide>【\\d{1,4}(?::\\d{1,4})?†[^】\\n]{0,120}】)',
  '(?<hide>\\[\\^\\d{1,4}\\^\\])',
  '(?<hide>\\[(?:citation|webpage|web_page|doc|search)[ :_]\\d{1,4}\\])',
].map((pattern) => new RegExp(pattern, 'dgiu'));
