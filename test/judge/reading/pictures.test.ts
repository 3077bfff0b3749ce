import { describe, expect, it } from 'vitest';
import { PICTURE, withoutPictures } from '../../../judge/reading/pictures.ts';
import { quoteChecker } from '../../../judge/reading/quotes.ts';

const DATA = 'iVBORw0KGgo'.repeat(500);
const PNG = `data:image/png;base64,${DATA}==`;

describe('a report without its pictures', () => {
  it.each([
    ['a picture', `Before ![Sales](${PNG}) after`, `Before ![Sales](${PICTURE}) after`],
    ['one with a title', `![Sales](${PNG} "By year")`, `![Sales](${PICTURE} "By year")`],
    ['a tag', `<p><img alt="x" src="${PNG}" width=3></p>`, `<p><img alt="x" src="${PICTURE}" width=3></p>`],
    ['a tag in other quotes and letters', `<IMG SRC = '${PNG}'>`, `<IMG SRC = '${PICTURE}'>`],
    ['a bare address', `See ${PNG}, and then`, `See ${PICTURE}, and then`],
    ['parameters', `data:image/jpeg;charset=utf-8;name=a.jpg;base64,${DATA} x`, `${PICTURE} x`],
    ['broken into lines', `![](data:image/png;base64,${'A'.repeat(76)}\n${'B'.repeat(76)}\nQUJD==)\n\nText`, `![](${PICTURE})\n\nText`],
    ['no base64', '![a](data:image/svg+xml,%3Csvg%2F%3E) b', `![a](${PICTURE}) b`],
    ['drawn in words', `<img src="data:image/svg+xml;utf8,<svg a='1'> <g/></svg>" alt="x">`, `<img src="${PICTURE}" alt="x">`],
    ['another type', `![a](data:application/octet-stream;base64,${DATA})`, `![a](${PICTURE})`],
    ['a definition', `![a][1]\n\n[1]: ${PNG}\n`, `![a][1]\n\n[1]: ${PICTURE}\n`],
  ])('holds a mark in place of %s', (_, report, text) => expect(withoutPictures(report).text).toBe(text));

  it.each([
    ['The data: image sizes grew.'],
    ['![Sales](https://a.example/sales.png)'],
    ['A link to [a table](data:text/csv,a%2Cb).'],
    ['An address begins with data:image/ and a type.'],
  ])('is the same where there is none: %s', (report) => expect(withoutPictures(report).text).toBe(report));

  it('keeps the places of quotes those of the report', () => {
    const report = `First words. ![Sales](${PNG})\n\nMiddle words. <img src="${PNG}"> Last words.`;
    const { text, placed } = withoutPictures(report);
    const said = ['First words.', 'Middle words.', 'Last words.', 'no such words'];
    const quotes = placed(quoteChecker(text)(said));
    expect(quotes.slice(0, 3).map(({ start, end }) => report.slice(start, end))).toEqual(said.slice(0, 3));
    expect(quotes[3]).toEqual({ text: 'no such words', verified: false });
    const [over] = placed([{ text: '', start: text.indexOf('Sales'), end: text.indexOf('Middle') + 6 }]);
    expect(report.slice(over?.start, over?.end)).toBe(`Sales](${PNG})\n\nMiddle`);
    const mark = text.indexOf(PICTURE);
    const [within] = placed([{ text: '', start: mark + 1, end: mark + 5 }]);
    expect(report.slice(within?.start, within?.end)).toBe(PNG);
  });

  it.each([
    ['data:image/a'],
    ['data:image/png;base64,\n'],
    ['src="data:'],
    ['![a](data:'],
    ['!['],
    ['data:image/png;a=1'],
    [`data:image/png;base64,${'A'.repeat(39)}\n`],
  ])('takes a time that grows with the length of %j repeated', (piece) => {
    const long = piece.repeat(2_000_000 / piece.length);
    const begun = performance.now();
    withoutPictures(long);
    // Some ten milliseconds; what grew with the square would take hours.
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
