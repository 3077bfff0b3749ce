import { describe, expect, it } from 'vitest';
import { evidenceFormat, verdictFormat } from '../../../judge/checklist/reply.ts';
import { VerdictError } from '../../../judge/errors.ts';

const single = verdictFormat('positive', 3, 1);
const triple = verdictFormat('positive', 3, 3);

const good = { reason: 'It says so.', quotes: ['so'], label: 'satisfied', confidence: 0.9 };
const draft = { ...good, label: 'unsatisfied', reason: 'A draft.' };
const text = (value: unknown) => JSON.stringify(value);
const batch = (...ids: string[]) => text({ verdicts: ids.map((id) => ({ id, ...good, reason: `On ${id}.` })) });

/** The label of a single verdict, or the message of the error. */
function labelIn(reply: string): string {
  try {
    return single.parse(reply)[0]?.label ?? 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(VerdictError);
    return (error as Error).message;
  }
}

describe('a verdict is read', () => {
  it('from one JSON object, with all of its fields', () => {
    expect(single.parse(text(good))).toEqual([good]);
    expect(single.parse(`\n ${JSON.stringify(good, null, 2)} \n`)).toEqual([good]);
  });

  it.each([
    ['fenced as JSON', `\`\`\`json\n${text(good)}\n\`\`\``],
    ['fenced plainly', `\`\`\`\n${text(good)}\n\`\`\``],
    ['with prose around it', `Let me see.\n${text(good)}\nI hope this helps!`],
    ['after thoughts with braces', `<think>The set {a, b} and f(x) = {x | x > 0}, so {"label"}.</think>\n${text(good)}`],
    ['after thoughts with an open brace and an odd quotation mark', `<think>He wrote "{ and left.</think>\n${text(good)}`],
    ['after a draft', `${text(draft)}\nOn second thoughts:\n${text(good)}`],
    ['after a draft that is closed and cannot be read', `{"reason": "It "seems" so", "label": "unsatisfied"}\n${text(good)}`],
    ['before an object that is no answer', `${text(good)}\n{"note": "done"} {}`],
    ['with braces in its strings', text({ ...good, reason: 'The set {1, 2} } and {' })],
    ['with braces in its strings and prose around', `So: ${text({ ...good, reason: 'The set {1, 2} } and "{" \\ ' })} Done.`],
    [
      'with more than two hundred braces in its strings and a fence',
      `\`\`\`json\n${text({ ...good, reason: '\\frac{a}{b} '.repeat(300) })}\n\`\`\``,
    ],
    ['with an answer the other way quoted in its reason', text({ ...good, reason: `The report says ${text(draft)}` })],
    [
      'with an answer the other way quoted in its reason, and prose around',
      `Here: ${text({ ...good, reason: `It says ${text(draft)}` })} Done.`,
    ],
    ['with an answer the other way among its quotes, and prose around', `Here: ${text({ ...good, quotes: [text(draft)] })} Done.`],
  ])('%s', (_, reply) => expect(labelIn(reply)).toBe('satisfied'));

  it('with long reasons and quotes cut, and ten quotes at most', () => {
    const [verdict] = single.parse(text({ ...good, reason: 'r'.repeat(9_999), quotes: Array(50).fill('q'.repeat(9_999)) }));
    expect([verdict?.reason.length, verdict?.quotes.length, verdict?.quotes[0]?.length]).toEqual([4_000, 10, 2_000]);
  });

  it('with any confidence from 0 to 1', () => {
    for (const confidence of [0, 0.5, 1]) expect(single.parse(text({ ...good, confidence }))[0]?.confidence).toBe(confidence);
  });
});

describe('no verdict is read', () => {
  it.each([
    ['from nothing', '', /no JSON object.*empty reply/],
    ['from prose', 'The report is good: satisfied.', /no JSON object.*reply begins "The report is good/],
    ['from a word', 'satisfied', /no JSON object/],
    ['from a JSON string', '"satisfied"', /no JSON object/],
    ['from null', 'null', /no JSON object/],
    ['from a list', text([good]), /no JSON object/],
    ['from an object that broke off', text(good).slice(0, -1), /the last JSON object of the reply is broken/],
    // Whether the whole object is a draft or what was broken off holds it: nobody can tell.
    ['from a whole object after one that broke off', `{"reason": "It see\n${text(good)}`, /is broken/],
    ['from a draft before an answer that broke off', `${text(good)}\nNo: {"reason": "It see`, /is broken/],
    ['from a draft before an answer with a raw line end', `${text(good)}\nNo: ${text(draft).replace('A draft', 'A\ndraft')}`, /is broken/],
    ['from a draft before an answer with bare quotation marks', `${text(good)} No: ${text(draft).replace('A', '"A"')}`, /is broken/],
    [
      'from a verdict that the report holds, quoted without escapes',
      text({ ...draft, quotes: ['§'] }).replace('§', `As stated: ${text(good)}`),
      /is broken/,
    ],
    ['from an object inside another', text({ verdict: good }), /no JSON object/],
    ['from an object inside another, with prose around', `Here: ${text({ example: good, note: 'I cannot say.' })}`, /no JSON object/],
    ['with a label off the menu', text({ ...good, label: 'mostly' }), /^label: /],
    ['with the label of a flaw', text({ ...good, label: 'present' }), /^label: /],
    ['with a label in capitals', text({ ...good, label: 'Satisfied' }), /^label: /],
    ['with a label in blanks', text({ ...good, label: ' satisfied' }), /^label: /],
    ['with a label that every object has', text({ ...good, label: 'constructor' }), /^label: /],
    ['with a draft before an answer off the menu', `${text(draft)}\nNo: ${text({ ...good, label: 'mostly' })}`, /^label: /],
    ['with a field in capitals', text({ ...good, Label: 'satisfied' }), /Label/],
    ['with a field too many', text({ ...good, score: 5 }), /score/],
    ['without a reason', text({ ...good, reason: undefined }), /^reason: /],
    ['with a null label', text({ ...good, label: null }), /^label: /],
    ['with a null reason', text({ ...good, reason: null }), /^reason: /],
    ['with null quotes', text({ ...good, quotes: null }), /^quotes: /],
    ['with a null among the quotes', text({ ...good, quotes: [null] }), /^quotes\.0: /],
    ['with null confidence', text({ ...good, confidence: null }), /^confidence: /],
    ['with confidence in words', text({ ...good, confidence: '0.9' }), /^confidence: /],
    ['with confidence above 1', text({ ...good, confidence: 90 }), /^confidence is from 0 to 1, got 90$/],
    ['with confidence below 0', text({ ...good, confidence: -0.1 }), /^confidence is from 0 to 1, got -0\.1$/],
    ['with confidence beyond all numbers', text(good).replace('0.9', '1e999'), /^confidence/],
  ])('%s', (_, reply, problem) => expect(labelIn(reply)).toMatch(problem));

  it('where the message would carry the whole reply', () => {
    expect(labelIn('x'.repeat(100_000)).length).toBeLessThan(300);
    const many = Array.from({ length: 10_000 }, () => '1');
    expect(() => triple.parse(batch(...many))).toThrow(/^.{1,300}$/);
  });

  it.each([
    ['{', 1_000_000],
    ['{"', 100_000],
    ['{"a":', 100_000],
    ['{}', 100_000],
    ['{ }', 100_000],
    ['}{', 100_000],
    ['{"label":1}', 90_000],
    ['[', 1_000_000],
  ])('from "%s" %d times, and that is said fast', (piece, times) => {
    const started = performance.now();
    expect(labelIn(piece.repeat(times))).not.toBe('satisfied');
    expect(labelIn(`x${piece.repeat(times)}`)).not.toBe('satisfied');
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('a batch', () => {
  it('comes back in the order in which it was asked, whatever the order of the reply', () => {
    expect(triple.parse(batch('3', '1', '2')).map(({ reason }) => reason)).toEqual(['On 1.', 'On 2.', 'On 3.']);
    expect(triple.parse(`Here:\n${batch('1', '2', '3')}\nDone.`)).toHaveLength(3);
  });

  it.each([
    ['without one of them', batch('1', '3'), 'expected each of 3 criteria once, got 1, 3'],
    ['with one twice', batch('1', '2', '2'), 'expected each of 3 criteria once, got 1, 2, 2'],
    ['with one too many', batch('1', '2', '3', '3'), 'expected each of 3 criteria once, got 1, 2, 3, 3'],
    ['empty', batch(), 'expected each of 3 criteria once, got none'],
    ['with one that was not asked for', batch('1', '2', '4'), 'verdicts.2.id: '],
    ['with numbers for ids', batch('1', '2', '3').replace('"3"', '3'), 'verdicts.2.id: '],
    ['of one verdict alone', text(good), 'no JSON object with verdicts in the reply'],
    ['with one label off the menu', batch('1', '2', '3').replace('"label":"satisfied"', '"label":"yes"'), 'verdicts.0.label: '],
    ['with a whole batch before it', `${batch('1', '2', '3')} No: ${batch('1', '2')}`, 'expected each of 3 criteria once, got 1, 2'],
  ])('%s is no batch', (_, reply, problem) => {
    expect(() => triple.parse(reply)).toThrow(VerdictError);
    expect(() => triple.parse(reply)).toThrow(problem);
  });
});

describe('the menu', () => {
  const labelsOf = (sign: 'positive' | 'negative', count: 2 | 3) =>
    ['satisfied', 'present', 'partial', 'unsatisfied', 'absent'].flatMap((word) => {
      try {
        return verdictFormat(sign, count, 1)
          .parse(text({ ...good, label: word }))
          .map(({ label }) => `${word}=${label}`);
      } catch {
        return [];
      }
    });

  it('for what is good', () => {
    expect(labelsOf('positive', 3)).toEqual(['satisfied=satisfied', 'partial=partial', 'unsatisfied=unsatisfied']);
    expect(labelsOf('positive', 2)).toEqual(['satisfied=satisfied', 'unsatisfied=unsatisfied']);
  });

  it('for a flaw, on which the label is satisfied where the flaw is present', () => {
    expect(labelsOf('negative', 3)).toEqual(['present=satisfied', 'partial=partial', 'absent=unsatisfied']);
    expect(labelsOf('negative', 2)).toEqual(['present=satisfied', 'absent=unsatisfied']);
  });
});

interface ObjectSchema {
  readonly properties: Record<string, ObjectSchema & { readonly items: ObjectSchema; readonly enum: string[] }>;
  readonly required: string[];
  readonly additionalProperties: boolean;
}

describe('the schema that the endpoint is asked for', () => {
  it('has the reason before the label, all fields required and no others allowed', () => {
    const { properties, required, additionalProperties } = single.schema as unknown as ObjectSchema;
    expect(Object.keys(properties)).toEqual(['reason', 'quotes', 'label', 'confidence']);
    expect(required).toEqual(Object.keys(properties));
    expect(additionalProperties).toBe(false);
    expect(properties.label?.enum).toEqual(['satisfied', 'partial', 'unsatisfied']);
  });

  it('is a list for several criteria, with ids first', () => {
    const schema = triple.schema as unknown as ObjectSchema;
    const item = schema.properties.verdicts?.items;
    expect([schema.additionalProperties, item?.additionalProperties]).toEqual([false, false]);
    expect(Object.keys(item?.properties ?? {})).toEqual(['id', 'reason', 'quotes', 'label', 'confidence']);
    expect(item?.properties.id?.enum).toEqual(['1', '2', '3']);
  });

  it('offers two words where two labels are asked for, and is made once', () => {
    const flaw = verdictFormat('negative', 2, 1);
    expect((flaw.schema as unknown as ObjectSchema).properties.label?.enum).toEqual(['present', 'absent']);
    expect(verdictFormat('negative', 2, 1)).toBe(flaw);
    expect(verdictFormat('negative', 3, 1)).not.toBe(flaw);
  });
});

describe('evidence', () => {
  const evidence = (...ids: string[]) => text({ evidence: ids.map((id) => ({ id, note: `On ${id}.`, passages: ['p'] })) });

  it('comes back in the order in which it was asked, bounded', () => {
    expect(evidenceFormat(2).parse(evidence('2', '1'))).toEqual([
      { note: 'On 1.', passages: ['p'] },
      { note: 'On 2.', passages: ['p'] },
    ]);
    const long = text({ evidence: [{ id: '1', note: 'n'.repeat(9_999), passages: Array(99).fill('p'.repeat(9_999)) }] });
    const [found] = evidenceFormat(1).parse(long);
    expect([found?.note.length, found?.passages.length, found?.passages[0]?.length]).toEqual([4_000, 10, 2_000]);
  });

  it('must hold each criterion once', () => {
    for (const reply of [evidence('1'), evidence('1', '1'), evidence('1', '2', '2'), evidence('1', '3'), 'none']) {
      expect(() => evidenceFormat(2).parse(reply)).toThrow(VerdictError);
    }
  });
});
