/**
 * The format of a judge model's verdicts, and reading them.
 *
 * A reply must hold every criterion asked for exactly once, with a label from the menu; anything else is a VerdictError. Only the label
 * is strict: what else is missing or unreadable is absent.
 */
import { z } from 'zod';
import { VerdictError } from '../errors.ts';
import { chancesAt, type Token } from '../model/tokens.ts';
import { confidenceOf, type Fields, field, folded, hasField, keptQuotes, keptReason, unwrapped } from '../reading/fields.ts';
import { fill } from '../reading/fill.ts';
import type { Places } from '../reading/json.ts';
import { idsOf, listIn } from '../reading/list-reply.ts';
import { answerIn, cached, complaintOf, type ReplyFormat, type Stands, withoutThoughts } from '../reading/reply.ts';
import { AGAIN } from './prompts.ts';
import type { Label, Probabilities } from './verdict.ts';

export const SIGNS = ['positive', 'negative'] as const;
export type Sign = (typeof SIGNS)[number];
export type LabelCount = 2 | 3;

type Menu = Readonly<Record<string, Label>>;

/** Words on the menu for each sign: judges read "present" and "absent" of a flaw better than "satisfied". */
export const MENUS: Record<Sign, Record<LabelCount, Menu>> = {
  positive: {
    3: { satisfied: 'satisfied', partial: 'partial', unsatisfied: 'unsatisfied' },
    2: { satisfied: 'satisfied', unsatisfied: 'unsatisfied' },
  },
  negative: {
    3: { present: 'satisfied', partial: 'partial', absent: 'unsatisfied' },
    2: { present: 'satisfied', absent: 'unsatisfied' },
  },
};

/** Words off the menu that can mean one of its words only. */
const SYNONYMS: Record<Sign, Readonly<Record<string, string>>> = {
  positive: {
    met: 'satisfied',
    'not satisfied': 'unsatisfied',
    'not met': 'unsatisfied',
    'partially satisfied': 'partial',
    'partially met': 'partial',
  },
  negative: { 'not present': 'absent', 'partially present': 'partial' },
};

export interface ParsedVerdict {
  readonly label: Label;
  readonly reason: string;
  readonly quotes: readonly string[];
  readonly confidence?: number;
  readonly probabilities?: Probabilities;
}

/** Where a verdict's confidence comes from. */
export const CONFIDENCES = ['stated', 'logprobs'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The format of verdicts on criteria `1..count`: one flat object for one criterion, a list of them for several. */
export const verdictFormat = cached(
  (
    sign: Sign,
    labels: LabelCount,
    count: number,
    again: string = AGAIN,
    confidence: Confidence = 'stated',
  ): ReplyFormat<ParsedVerdict[]> => {
    const menu = MENUS[sign][labels];
    const meanings = meaningsOf(menu, sign);
    const one = {
      reason: z.string(),
      quotes: z.array(z.string()),
      label: z.enum(Object.keys(menu) as [string, ...string[]]),
      confidence: z.number(),
    };
    const read = (verdict: Fields, said: Said): ParsedVerdict => {
      const label = labelOf(field(verdict, 'label'), menu, sign);
      const sure = confidence === 'logprobs' ? sureOf(label, verdict, said, meanings) : statedIn(verdict);
      return { label, reason: keptReason(verdict), quotes: keptQuotes(field(verdict, 'quotes')), ...sure };
    };
    const asking = (complaint: string) => fill(again, { complaint: complaintOf(complaint) });
    if (count === 1) {
      const parse = (text: string, stands?: Stands, tokens?: readonly Token[]) => {
        const bare = bareWord(text, menu);
        const places = tokens && new Map();
        if (bare === undefined) return [read(single(text, menu, sign, { stands, places }), { text, tokens, places })];
        return [read({ label: bare }, { text, tokens, at: text.toLowerCase().lastIndexOf(bare) })];
      };
      return { name: 'verdict', schema: z.toJSONSchema(z.strictObject(one)), parse, again: asking };
    }
    const ids = idsOf(count);
    // A list of a fixed length: under a grammar, weak models take an empty list wherever one is allowed.
    const schema = z.strictObject({ verdicts: z.array(z.strictObject({ id: z.enum(ids), ...one })).length(count) });
    const parse = (text: string, stands?: Stands, tokens?: readonly Token[]) => {
      const places = tokens && new Map();
      return listIn(text, { list: 'verdicts', item: 'label', ids, places }, stands).map((verdict) =>
        read(verdict, { text, tokens, places }),
      );
    };
    return { name: 'verdicts', schema: z.toJSONSchema(schema), parse, again: asking };
  },
);

/** A reply, with its tokens where the endpoint gives them. */
interface Said {
  readonly text: string;
  readonly tokens: readonly Token[] | undefined;
  readonly places?: Places | undefined;
  /** Where its label stands, if it is nothing else. */
  readonly at?: number;
}

type Sureness = Pick<ParsedVerdict, 'confidence' | 'probabilities'>;

function statedIn(verdict: Fields): Sureness {
  const confidence = confidenceOf(field(verdict, 'confidence'));
  return confidence === undefined ? {} : { confidence };
}

/**
 * The probability that the label had where it stands in the reply, of the labels that could stand there. Nothing where that cannot be told: what
 * the judge states is another thing.
 */
function sureOf(
  label: Label,
  verdict: Fields,
  { text, tokens, places, at = startOfLabel(verdict, text, places) }: Said,
  meanings: ReadonlyMap<string, Label>,
): Sureness {
  const chances = tokens === undefined || at === undefined ? undefined : chancesAt({ text, at, tokens }, meanings);
  const own = chances?.of.get(label) ?? 0;
  if (chances === undefined || own === 0) return {};
  if (!chances.compared) return { confidence: rounded(own) };
  const sum = [...chances.of.values()].reduce((total, each) => total + each, 0);
  const share = (of: Label) => rounded((chances.of.get(of) ?? 0) / sum);
  const probabilities = { satisfied: share('satisfied'), partial: share('partial'), unsatisfied: share('unsatisfied') };
  return { confidence: probabilities[label], probabilities };
}

function rounded(probability: number): number {
  return Math.round(probability * 1e6) / 1e6;
}

/** Of its first letter, in the text. */
function startOfLabel(verdict: Fields, text: string, places: Places | undefined): number | undefined {
  const name = Object.keys(verdict).find((each) => folded(each) === 'label') ?? 'label';
  const from = places?.get(verdict)?.get(name);
  // After its quotation mark.
  return from === undefined ? undefined : from + text.slice(from).search(/\p{L}/u);
}

/** All words that a label may be written as. */
function meaningsOf(menu: Menu, sign: Sign): ReadonlyMap<string, Label> {
  const synonyms = Object.entries(SYNONYMS[sign]).flatMap(([said, word]) =>
    menu[word] === undefined ? [] : [[said, menu[word]] as const],
  );
  return new Map([...Object.entries(menu), ...synonyms]);
}

function single(
  text: string,
  menu: Menu,
  sign: Sign,
  { stands, places }: { readonly stands: Stands | undefined; readonly places: Places | undefined },
): Fields {
  const label = (value: unknown) => wordOf(field(unwrapped(value) as Fields, 'label'), menu, sign);
  return unwrapped(
    answerIn(
      text,
      {
        what: 'reason, quotes, label, confidence',
        places,
        answers: (value) => hasField(unwrapped(value), 'label'),
        contradicts: (outside, value) =>
          [...outside.matchAll(/\b(?:label|verdict)\b["'*_`\s]*[:=：]["'*_`\s]*([a-z][a-z _-]{2,24})/gi)].some(([, said]) => {
            const word = wordOf(said, menu, sign);
            return word !== undefined && word !== label(value);
          }),
      },
      stands,
    ),
  ) as Fields;
}

/** With marks around it, in characters. */
const LONGEST_WORD = 40;

/** All of a reply may be the word alone, as judges that were trained on labels say it. */
function bareWord(text: string, menu: Menu): string | undefined {
  // An object at the end is no word: most replies need not be gone through for it.
  if (/[}\]][\s`]*$/.test(text.slice(-LONGEST_WORD))) return undefined;
  const said = withoutThoughts(text)?.trim() ?? '';
  if (said.length > LONGEST_WORD) return undefined;
  const word = folded(said.replace(/^[\s"'*`]+|[\s"'*`.。]+$/g, ''));
  return Object.hasOwn(menu, word) ? word : undefined;
}

/** Word on the menu that is meant. */
function wordOf(given: unknown, menu: Menu, sign: Sign): string | undefined {
  if (typeof given !== 'string') return undefined;
  const said = folded(given);
  const word = Object.hasOwn(SYNONYMS[sign], said) ? SYNONYMS[sign][said] : said;
  return word !== undefined && Object.hasOwn(menu, word) ? word : undefined;
}

function labelOf(given: unknown, menu: Menu, sign: Sign): Label {
  const label = menu[wordOf(given, menu, sign) ?? ''];
  if (label !== undefined) return label;
  const said = typeof given === 'string' ? `"${given.slice(0, 40)}"` : 'what stands there';
  throw new VerdictError(`label: expected ${Object.keys(menu).join(', ')}, and ${said} is none of them`);
}

/** A verdict on one criterion as a reply in exactly the shape that is asked for, reason before label, in the words of its sign. */
export function replyText(
  {
    label,
    reason,
    quotes,
    confidence,
  }: { readonly label: Label; readonly reason: string; readonly quotes: readonly string[]; readonly confidence: number },
  sign: Sign,
): string {
  return JSON.stringify({ reason, quotes, label: wordFor(label, sign), confidence });
}

/** The word on the menu of three for this label. */
export function wordFor(label: Label, sign: Sign): string {
  const word = Object.entries(MENUS[sign][3]).find(([, meant]) => meant === label)?.[0];
  if (word === undefined) throw new Error(`no word for ${label}`);
  return word;
}
