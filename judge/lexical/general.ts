/** Criteria about the quality of a report as a whole, of which its words say next to nothing. */
import type { Label } from '../checklist/verdict.ts';
import type { ReadReport } from './read.ts';
import { scan } from './scan.ts';
import { FUNCTION_WORDS, RUBRIC_WORDS } from './vocabulary.ts';

const GENERAL_WORDS =
  /^(?:clear|clarity|detail|comprehens|depth|deep|thorough|novel|original|creativ|interest|engag|compel|coheren|logic|consist|structur|organi|understand|easy|easi|read|flaw|perfect|improv|factual|fact|correct|accura|length|long|complet|suffic|human|natur|styl|tone|nuance|instruct|requir|user|question|topic|relat|relevan|persuas|convinc|argument|generat|well|develop|write|writ|overall|quality|concis|fluen|profession|grammar|consider|aspect|every|entire|full|exact|strict|meticulous|exceptional|extensive|evaluat|think|believ|need|meet|satisf|room|part|sentence|paragraph|word|story|stories|narrative|essay|prompt|character|continuation|preceding|theme|plot|intric|throughout|provid|present|ensur|address|highly|truly|unique|rich|idea|perspectiv|reader|attention|evidence|support|explain|explan|flow|language|audience|insight|meaning|useful|help|order|format|layout|express|task|intent|critical|balanc|objectiv|neutral|rigor|careful|precis|without|any|omission|necessary|fully|different|multiple|element|seamless|captivat|intrigu|emotion|voice|essence|integrat|maintain|impression|appear|effective|important|information|context|distinct|excellent|viewpoint|fresh|strong|slight|machine|personal|whether|score|scene|trait|dialogue|setting)/u;
const HAN_GENERAL =
  /(?:条理|逻辑|结构|语言|行文|表达|层次)[^，。]{0,6}(?:清晰|清楚|严密|通顺|流畅|连贯|合理|简洁|规范|分明|准确)|通俗易懂|浅显易懂|可读性|文笔/u;
const DEMANDING =
  /flawless|perfect|exceptional|highly|truly|impeccab|room for improvement|human-like|novel|original|creativ|unique|persuasive|engag|compelling|fully|strictly|完美|极其|毫无/iu;
/** A report this long says enough to be called relevant or detailed: words of English, or half as many Chinese characters again. */
const SUBSTANTIAL = 200;

/** A question about the text as a whole is general with fewer general words. */
const QUESTION = /^(?:is|are|does|do|did|was|were|has|have|can)\b[^?]*\?/iu;

/** @param formal it names a form too, such as headings; then only a question is general. */
export function isGeneral(criterion: string, formal: boolean): boolean {
  const question = QUESTION.test(criterion);
  if (formal && !question) return false;
  let general = 0;
  let others = 0;
  let figures = 0;
  let han = 0;
  scan(criterion, {
    word: (word) => {
      if (FUNCTION_WORDS.has(word) || word.length < 2) return;
      if (GENERAL_WORDS.test(word)) general++;
      else if (!RUBRIC_WORDS.has(word)) others++;
    },
    figure: () => figures++,
    pair: () => {},
    han: (length) => {
      han += length;
    },
  });
  if (han > 4) return HAN_GENERAL.test(criterion);
  return general >= 2 && figures === 0 && general / (general + others) >= (question ? 0.45 : 0.7);
}

/** A guess from length alone, and said to be one. */
export function standing(criterion: string, report: ReadReport): { label: Label; confidence: number } {
  const words = report.text.slice(0, 20_000).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const size = report.chinese ? Math.min(report.text.length, 20_000) / 1.5 : words;
  const label = size < SUBSTANTIAL / 4 ? 'unsatisfied' : size < SUBSTANTIAL || DEMANDING.test(criterion) ? 'partial' : 'satisfied';
  return { label, confidence: 0.35 };
}
