/** compound (atomic): a criterion asks for one thing. A judge who finds half of two things met has no right label. */
import type { Check, Note } from './finding.ts';
import { demand, features, isChinese, withoutBrackets } from './text.ts';
import { BASE, FINITE, FINITE_OUTSIDE_CLAUSES, REPORTING_ZH, SUBJECT_EN, SUBJECT_ZH } from './verbs.ts';

export const compound: Check = ({ rubric = [] }) => {
  const texts = rubric.map(({ criterion }) => criterion);
  const [common, openings] = [commonFeatures(texts), openingVerbs(texts)];
  return ({ criterion }) => {
    const joints = isChinese(criterion) ? jointZh(criterion) : jointsEn(criterion, openings);
    if (joints.length === 0) return [];
    const apart = joints.find((joint) => !elaborates(joint, common));
    if (apart === undefined) {
      const message = `says one thing with two verbs (${joints[0]?.sign}): a report may do the first without the second`;
      return [{ severity: 'info', rule: 'compound', message } satisfies Note];
    }
    const message = `asks for more than one thing (${apart.sign}): split it into criteria that can be met apart, and share out the weight`;
    return [{ severity: 'warning', rule: 'compound', message } satisfies Note];
  };
};

/** Where a second demand may begin. */
interface Joint {
  readonly sign: string;
  /** What stands before and after it; absent where the sign alone is enough. */
  readonly halves?: { readonly before: string; readonly after: string; readonly verb?: string; readonly spliced?: boolean };
}

/** What more than this share of a rubric's criteria speaks of says nothing about two demands being one. */
const COMMON = 0.15;

function commonFeatures(criteria: readonly string[]): ReadonlySet<string> {
  const holders = new Map<string, number>();
  for (const text of criteria) for (const feature of features(withoutBrackets(text))) holders.set(feature, (holders.get(feature) ?? 0) + 1);
  return new Set([...holders].filter(([, count]) => count > Math.max(2, COMMON * criteria.length)).map(([feature]) => feature));
}

/** The second verb's object is the first's: it is shared, pointed back to, or named again; or what the first says is borne out. */
function elaborates({ halves }: Joint, common: ReadonlySet<string>): boolean {
  if (halves === undefined) return false;
  const { before, after, verb, spliced = false } = halves;
  if (
    before.replace(SUBJECT_EN, '').trim().split(/\s+/).length <= 2 ||
    POINTS_BACK.test(after) ||
    BEARS_OUT.test(after) ||
    (verb !== undefined && GIVES_GROUNDS.test(`${verb}${after}`))
  )
    return true;
  if (spliced) return false;
  const first = features(before);
  return [...features(after)].some((feature) => first.has(feature) && !common.has(feature));
}

const POINTS_BACK =
  /^\s*(?:\S+\s+){0,1}?(?:(?:how|why|what|that|which of|whether|for|between|of|with|to)\s+)?(?:it|its|they|their|them|this|these|those|each|both|such|either)\b|^(?:\s+\S+){1,8}?\s+(?:them|itself|themselves)\b/i;
/** The second sentence or clause is about the first. */
const REFERS = /^\s*(?:\S+\s+){0,2}?(?:it|its|they|their|them|this|these|those)\b/i;
/** A source, an example, a figure or a reason for what was said. */
const BEARS_OUT =
  /^\s*(?:\S+\s+)?(?:(?:an?|the|its|their|at least \w+|one|two|specific|appropriate|corresponding|relevant|supporting|clear|brief|approximate|concrete|credible)\s+)*(?:sources?|citations?|references?|examples?|evidence|reason(?:s|ing)?|rationale|justification|explanations?|links?)\b/i;

/** Verbs that give the grounds of what was said. */
const GIVES_GROUNDS = /^(?:cites|justifies|(?:explains|describes|shows|illustrates|clarifies|discusses|details|notes)\s+(?:why|how))\b/i;

/** `The response, in its analysis of X, mentions …`: what stands between the commas is no demand. */
const INSERTED = /^,[^,]*,\s*/;

const ABBREVIATION = /\b(?:e\.g|i\.e|etc|vs|v\.s|No|Dr|Mr|Ms|St|U\.S|U\.K|a\.m|p\.m|al|Fig|Art|Sec|[A-Z])\.$/;

function jointsEn(criterion: string, openings: ReadonlySet<string>): Joint[] {
  const text = demand(criterion);
  return [...sentences(text), ...clauses(text), ...alsoEn(text), ...verbsEn(text, openings)];
}

/** By which verbs the criteria of a rubric open, so that these are known where they stand in the middle of another. */
function openingVerbs(criteria: readonly string[]): ReadonlySet<string> {
  const verbs = criteria.map((text) => /^(?:\w+ly\s+)?([a-z]{3,}s)\s/i.exec(text.replace(SUBJECT_EN, ''))?.[1]?.toLowerCase());
  return new Set(verbs.filter((verb) => verb !== undefined));
}

function clauses(text: string): Joint[] {
  return [...text.matchAll(/;/g)]
    .map(({ index }) => ({ before: text.slice(0, index), after: text.slice(index + 1) }))
    .filter(({ before, after }) => [before, after].every((part) => part.trim().split(/\s+/).length >= 3))
    .filter(({ after }) => !REFERS.test(after))
    .map(() => ({ sign: 'clauses joined by ";"' }));
}

const ALSO = /\b(?:and also|but also|in addition|additionally|while (?:it )?also|as well as (?:\w+ly )?\w+ing)\b/gi;

function alsoEn(text: string): Joint[] {
  return [...text.matchAll(ALSO)]
    .filter(({ 0: sign, index }) => !/\bnot only\b/i.test(text.slice(0, index)) && !REFERS.test(text.slice(index + sign.length)))
    .map(([sign]) => ({ sign: `"${sign}"` }));
}

/** The first verb is the demand; another one on the same level is a second demand. */
function verbsEn(text: string, openings: ReadonlySet<string>): Joint[] {
  const rest = text.replace(SUBJECT_EN, '').replace(INSERTED, '');
  const first = /^\S+/.exec(rest)?.[0].length ?? 0;
  const clause = /\b(?:that|how|why|what|which|whether|where|when|who)\b/i.exec(rest)?.index ?? rest.length;
  const found = [
    ...secondVerbs(rest, FINITE, first),
    ...secondVerbs(rest.slice(0, clause), FINITE_OUTSIDE_CLAUSES, first, rest),
    ...secondVerbs(rest, ANY_VERB, first),
    ...secondVerbs(rest, OPENING, first).filter(({ verb }) => openings.has(verb.toLowerCase())),
  ];
  const bare = new RegExp(`^(?:should|must|to|does)\\b.*\\band\\s+(?:also\\s+)?(${BASE})\\s`, 'i').exec(rest);
  return [...found, ...(bare === null ? [] : [{ sign: `a second verb, "${bare[1]}"` }])];
}

/** A word that ends as verbs do, before what begins an object; a noun in the plural rarely stands there. */
const ANY_VERB = `(?!(?:plus|thus|its|this|versus|across|unless|besides|towards|always|sometimes|whereas|others|perhaps|afterwards|cons|pros)\\b)[a-z]{2,}[^s\\W]s(?=\\s+(?:the|an?|its|their|each|any|at least|how|why|whether|what|which|one|two|three|four|five|specific|only)\\b)|(?:is|has)(?=\\s+(?:not|an?)\\b)|(?:must|should)(?=\\s+(?:also\\s+)?${BASE}\\b)`;
/** A word before what is no preposition: a verb where other criteria open with it. */
const OPENING = '[a-z]{2,}s(?=\\s+(?!(?:of|in|for|to|and|or|with|from|by|on|at|as|that|are|is|were|was|who|\\w+ed)\\b)[\\w“"\'‘])';

/** The comma after it ends what was put in before the verb. */
const INSERTING =
  /,\s*(?:with|including|like|as|by|for|in|of|on|at|if|when|where|which|who|rather|especially|particularly|whether)\b[^,]*$/i;

function secondVerbs(text: string, verbs: string, from: number, whole = text): (Joint & { readonly verb: string })[] {
  const joint = new RegExp(
    `(?:,|\\band\\b|,\\s*and)\\s+(?:(?:also|then|it|it also|the response|the report)\\s+)?(?:\\w+ly\\s+)?(${verbs})`,
    'gi',
  );
  return [...text.matchAll(joint)]
    .filter(
      ({ 0: joint, index }) =>
        index >= from && !(joint.startsWith(', ') && !/^, and\b/i.test(joint) && INSERTING.test(whole.slice(0, index))),
    )
    .map((found) => ({
      sign: `a second verb, "${found[1]}"`,
      verb: found[1] ?? '',
      halves: {
        before: whole.slice(0, found.index),
        after: whole.slice(found.index + found[0].length),
        verb: found[1] ?? '',
        spliced: !/\band\b/i.test(found[0]),
      },
    }));
}

/** A sentence about the one before it. */
const ON_THE_FIRST = /^(?:Note that|This|That|These|Those|Such)\b/;

function sentences(text: string): Joint[] {
  return [...text.matchAll(/[.!?]["”]?\s+(?=[A-Z“"])/g)].flatMap((match) => {
    const [before, after] = [text.slice(0, match.index + 1), text.slice(match.index + match[0].length)];
    if (ABBREVIATION.test(before) || ON_THE_FIRST.test(after) || after.split(/\s+/).length < 3) return [];
    return [{ sign: 'several sentences' }];
  });
}

const CITE_TO_SAY = /^(?:引用|援引|依据|根据|以)/u;

function jointZh(criterion: string): Joint[] {
  const sign = signZh(criterion);
  return sign === undefined ? [] : [{ sign }];
}

function signZh(criterion: string): string | undefined {
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
