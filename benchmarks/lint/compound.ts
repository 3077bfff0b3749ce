/** compound (atomic): a criterion asks for one thing. A judge who finds half of two things met has no right label. */
import type { Check, Note } from './finding.ts';
import { demand, isChinese, withoutBrackets } from './text.ts';
import { BASE, FINITE, FINITE_OUTSIDE_CLAUSES, REPORTING_ZH, SUBJECT_EN, SUBJECT_ZH } from './verbs.ts';

export const compound: Check =
  () =>
  ({ criterion }) => {
    const joint = isChinese(criterion) ? jointZh(criterion) : jointEn(criterion);
    if (joint === undefined) return [];
    const { sign, elaborates } = typeof joint === 'string' ? { sign: joint, elaborates: false } : joint;
    if (elaborates) {
      const message = `says one thing with two verbs (${sign}): a report may do the first without the second`;
      return [{ severity: 'info', rule: 'compound', message } satisfies Note];
    }
    const message = `asks for more than one thing (${sign}): split it into criteria that can be met apart, and share out the weight`;
    return [{ severity: 'warning', rule: 'compound', message } satisfies Note];
  };

/** What shows that there are two demands; `elaborates` where the second is about the object of the first. */
type Joint = string | { readonly sign: string; readonly elaborates: boolean };

/** `The response, in its analysis of X, mentions …`: what stands between the commas is no demand. */
const INSERTED = /^,[^,]*,\s*/;

const ABBREVIATION = /\b(?:e\.g|i\.e|etc|vs|v\.s|No|Dr|Mr|Ms|St|U\.S|U\.K|a\.m|p\.m|al|Fig|Art|Sec|[A-Z])\.$/;

function jointEn(criterion: string): Joint | undefined {
  const text = demand(criterion);
  if (sentences(text) > 1) return 'several sentences';
  const semicolon = text.split(';').filter((part) => part.trim().split(/\s+/).length >= 3);
  if (semicolon.length > 1) return 'clauses joined by ";"';
  const also = /\b(?:and also|but also|in addition|additionally|while (?:it )?also|as well as (?:\w+ly )?\w+ing)\b/i.exec(text);
  if (also !== null) return `"${also[0]}"`;
  // The first verb is the demand; another one on the same level is a second demand.
  const rest = text.replace(SUBJECT_EN, '').replace(INSERTED, '').replace(/^\S+/, '');
  const clause = /\b(?:that|how|why|what|which|whether|where|when|who)\b/i.exec(rest)?.index ?? rest.length;
  const second = secondVerb(rest, FINITE) ?? secondVerb(rest.slice(0, clause), FINITE_OUTSIDE_CLAUSES);
  if (second !== undefined) return { sign: `a second verb, "${second.verb}"`, elaborates: elaborates(second) };
  const bare = new RegExp(`^(?:should|must|to|does)\\b.*\\band\\s+(?:also\\s+)?(${BASE})\\s`, 'i').exec(text.replace(SUBJECT_EN, ''));
  return bare === null ? undefined : `a second verb, "${bare[1]}"`;
}

interface SecondVerb {
  readonly verb: string;
  /** What stands between the first verb and this one. */
  readonly before: string;
  readonly after: string;
}

function secondVerb(text: string, verbs: string): SecondVerb | undefined {
  const found = new RegExp(
    `(?:,|\\band\\b|,\\s*and)\\s+(?:(?:also|then|it|it also|the response|the report)\\s+)?(?:\\w+ly\\s+)?(${verbs})`,
    'i',
  ).exec(text);
  if (found?.[1] === undefined) return undefined;
  return { verb: found[1], before: text.slice(0, found.index), after: text.slice(found.index + found[0].length) };
}

/** `identifies and explains X`, `names X and explains how it works`: of one object, which the second verb shares or points back to. */
function elaborates({ before, after }: SecondVerb): boolean {
  return (
    before.trim() === '' || /^\s+(?:(?:how|why|what|that|which of)\s+)?(?:it|its|they|their|them|this|these|those|each)\b/i.test(after)
  );
}

/** A sentence about the one before it. */
const ON_THE_FIRST = /^(?:Note that|This|That|These|Those|Such)\b/;

function sentences(text: string): number {
  let count = 1;
  for (const match of text.matchAll(/[.!?]["”]?\s+(?=[A-Z“"])/g)) {
    const upTo = text.slice(0, match.index + 1);
    const after = text.slice(match.index + match[0].length);
    if (!ABBREVIATION.test(upTo) && !ON_THE_FIRST.test(after) && after.split(/\s+/).length >= 3) count++;
  }
  return count;
}

const CITE_TO_SAY = /^(?:引用|援引|依据|根据|以)/u;

function jointZh(criterion: string): string | undefined {
  const text = demand(criterion).replace(/[。；;]+$/u, '');
  const ends = text.split(/[。；;！？]/u).filter((part) => part.length >= 4);
  if (ends.length > 1) return '几句话';
  const clauses = text.split(/[，,]/u).map((clause) => clause.trim());
  const bodies = clauses.map((clause) => clause.replace(SUBJECT_ZH, ''));
  const joined = /[，,]\s*(同时|此外|另外|并且|而且|以及|还(?=[要应需须])|且(?=[^不]))/u.exec(text)?.[1];
  if (joined !== undefined && !withinCondition(text, joined)) return `“${joined}”`;
  const conjunction = new RegExp(`(?:并且|并|以及|且|还)(?:也|还|应|须|要|明确|分别)?(${REPORTING_ZH})`, 'u').exec(text.slice(1))?.[1];
  if (conjunction !== undefined) return `第二个动词“${conjunction}”`;
  const first = bodies.findIndex((body) => new RegExp(`^(?:[^，]{0,12}?)${REPORTING_ZH}`, 'u').test(body));
  const later = bodies.find(
    (body, i) => first !== -1 && i > first && new RegExp(`^(?:也|还)?(?!包含|包括)${REPORTING_ZH}`, 'u').test(body),
  );
  if (later !== undefined && !CITE_TO_SAY.test(bodies[first] ?? '')) return `第二个动词“${new RegExp(REPORTING_ZH, 'u').exec(later)?.[0]}”`;
  if (clauses.filter((clause) => SUBJECT_ZH.test(clause)).length > 1) return '两个主语';
  return severalAmounts(criterion, clauses);
}

/** `……且……的，……`: the conditions of one rule, which end in 的, are one thing to state. */
function withinCondition(text: string, word: string): boolean {
  return /且/u.test(word) && /的(?:[，,]|$)/u.test(text.slice(text.indexOf(word)));
}

/** Two results, each with its own tolerance or its own 为. */
function severalAmounts(criterion: string, clauses: readonly string[]): string | undefined {
  if ((criterion.match(/允许\s*±/gu)?.length ?? 0) > 1) return '两个允许误差';
  const amounts = clauses.filter((clause) => /(?:为|得)约?[-−]?\d/u.test(withoutBrackets(clause)));
  return amounts.length > 1 ? '几个数值' : undefined;
}
