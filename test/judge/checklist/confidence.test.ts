/** Confidence by the probabilities of the label's tokens: where they stand in a reply, and what they come to. */
import { describe, expect, it } from 'vitest';
import { verdictFormat } from '../../../judge/checklist/reply.ts';
import { readTokens } from '../../../judge/model/tokens.ts';

type Likely = Readonly<Record<string, number>>;
type Piece = string | Likely;

/** The tokens of a reply as an endpoint gives them: a text is one sure token, else the first of several is taken. */
function said(...pieces: readonly Piece[]) {
  const content = pieces.map((piece) => {
    const others: Likely = typeof piece === 'string' ? { [piece]: 1 } : piece;
    const [[token, probability] = ['', 1]] = Object.entries(others);
    const one = (text: string, p: number) => ({ token: text, bytes: [...Buffer.from(text)], logprob: Math.log(p) });
    return { ...one(token, probability), top_logprobs: Object.entries(others).map(([text, p]) => one(text, p)) };
  });
  return { text: content.map(({ token }) => token).join(''), tokens: readTokens({ choices: [{ logprobs: { content } }] }) };
}

const merit = verdictFormat('positive', 3, 1, undefined, 'logprobs');
const flaw = verdictFormat('negative', 3, 1, undefined, 'logprobs');
const two = verdictFormat('positive', 3, 2, undefined, 'logprobs');
const read = (format: typeof merit, { text, tokens }: ReturnType<typeof said>) => format.parse(text, undefined, tokens);

describe('the probability of a label', () => {
  it('is that of its first token among those of the labels that could stand there', () => {
    const reply = said('{"reason":"r","label":"', { un: 0.6, s: 0.15, partial: 0.05, ' un': 0.2 }, 'satisfied', '","confidence":0.99}');
    // ` un` begins the same label.
    expect(read(merit, reply)).toMatchObject([
      { label: 'unsatisfied', confidence: 0.8, probabilities: { satisfied: 0.15, partial: 0.05, unsatisfied: 0.8 } },
    ]);
  });

  it('leaves out what is no label', () => {
    const reply = said('{"label":"', { satisfied: 0.4, unsatisfied: 0.1, maybe: 0.5 }, '"}');
    expect(read(merit, reply)).toMatchObject([{ confidence: 0.8, probabilities: { satisfied: 0.8, partial: 0, unsatisfied: 0.2 } }]);
  });

  it('is followed over tokens that two labels begin with, and is named as labels are, for a flaw too', () => {
    const reply = said('{"label": "', { p: 0.5, absent: 0.5 }, { resent: 0.6, artial: 0.4 }, '"}');
    expect(read(flaw, reply)).toMatchObject([
      { label: 'satisfied', confidence: 0.3, probabilities: { satisfied: 0.3, partial: 0.2, unsatisfied: 0.5 } },
    ]);
  });

  it('is found where the token holds the quotation mark, after thoughts that the text leaves out, and in a reply that is the word alone', () => {
    const marked = said('{"label":', { '"satisfied"': 0.9, '"partial"': 0.1 }, '}');
    expect(read(merit, marked)).toMatchObject([{ confidence: 0.9 }]);
    const { tokens } = said('<think>"label": "partial"</think>', '{"label":"', { satisfied: 0.7, partial: 0.3 }, '"}', '<end>');
    expect(merit.parse('{"label":"satisfied"}', undefined, tokens)).toMatchObject([{ confidence: 0.7 }]);
    expect(read(merit, said({ Satisfied: 0.75, Un: 0.25 }, '.'))).toMatchObject([{ label: 'satisfied', confidence: 0.75 }]);
  });

  it('is that of each criterion, whatever their order, and where the reason speaks of labels', () => {
    const reply = said(
      '{"verdicts":[{"id":"2","reason":"\\"label\\": \\"partial\\", 是","label":"',
      { satisfied: 0.9, partial: 0.1 },
      '"},{"id":"1","reason":"","label":"',
      { partial: 0.6, satisfied: 0.4 },
      '"}]}',
    );
    expect(read(two, reply)).toMatchObject([
      { label: 'partial', confidence: 0.6 },
      { label: 'satisfied', confidence: 0.9 },
    ]);
  });

  it('is the confidence alone where the endpoint tells of one token only', () => {
    expect(read(merit, said('{"label":"', { satisfied: 0.9 }, '"}'))).toEqual([
      { label: 'satisfied', reason: '', quotes: [], confidence: 0.9 },
    ]);
  });
});

describe('there is no confidence', () => {
  const bare = [{ label: 'satisfied', reason: '', quotes: [] }];

  it('where no tokens came, whatever the judge states', () => {
    expect(merit.parse('{"label":"satisfied","confidence":0.9}')).toEqual(bare);
  });

  it('where the tokens are not those of the reply', () => {
    expect(merit.parse('{"label":"satisfied"}', undefined, said('{"label":"', 'partial', '"}').tokens)).toEqual(bare);
  });

  it.each([
    ['no list', { choices: [{ logprobs: { content: 'x' } }] }],
    ['no probability', { choices: [{ logprobs: { content: [{ token: 'a', logprob: null }] } }] }],
    ['a probability over 1', { choices: [{ logprobs: { content: [{ token: 'a', logprob: 3 }] } }] }],
    ['null', { choices: [{ logprobs: null }] }],
    ['nothing', {}],
  ])('where what came is %s', (_, body) => expect(readTokens(body)).toBeUndefined());
});
