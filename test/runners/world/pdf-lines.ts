/** pdfLines: the lines of a PDF that is written as the world writes them, found by its own table of objects. */

export function pdfLines(bytes: Buffer): string[] {
  const file = bytes.toString('latin1');
  const start = Number(/startxref\n(\d+)\n/.exec(file)?.[1]);
  const table = file.slice(start).match(/^\d{10} \d{5} n $/gm) ?? [];
  const objects = table.map((row) => file.slice(Number(row.slice(0, 10))));
  if (!file.startsWith('%PDF-') || !objects.every((object, i) => object.startsWith(`${i + 1} 0 obj\n`)))
    throw new Error('its table is wrong');
  const streams = objects.flatMap((object) => {
    const [, length = '', rest = ''] = /^\d+ 0 obj\n<< \/Length (\d+) >>\nstream\n([\s\S]*)$/.exec(object) ?? [];
    if (length !== '' && !rest.slice(Number(length)).startsWith('\nendstream')) throw new Error('its length is wrong');
    return length === '' ? [] : [rest.slice(0, Number(length))];
  });
  return streams.flatMap((stream) =>
    [...stream.matchAll(/\(((?:\\.|[^\\()])*)\) Tj/g)].map(([, line = '']) => line.replace(/\\(.)/g, '$1')),
  );
}
