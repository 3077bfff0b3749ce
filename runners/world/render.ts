/** How pages of the offline world look to a browser: HTML, or a small PDF. */
import MarkdownIt from 'markdown-it';
import type { WorldPage } from './world.ts';

const markdown = new MarkdownIt({ html: false });

export function pageHtml({ url, title, language, published, modified, text }: WorldPage, beside: readonly WorldPage[]): string {
  const { host } = new URL(url);
  const date = modified ?? published;
  return html(
    language === 'zh' ? 'zh-CN' : 'en',
    title,
    `<meta property="article:published_time" content="${published}">${modified === undefined ? '' : `<meta property="article:modified_time" content="${modified}">`}`,
    `<header><a href="/">${escaped(host)}</a></header>
<main><article><h1>${escaped(title)}</h1><p><time datetime="${date}">${date}</time></p>
${markdown.render(text)}</article></main>
<nav>${links(beside)}</nav>`,
  );
}

/** The front page of a site: what lies there. */
export function siteHtml(host: string, pages: readonly WorldPage[]): string {
  return html('en', host, '', `<main><h1>${escaped(host)}</h1>${links(pages)}</main>`);
}

/** Results for people and for agents that read HTML. */
export function resultsHtml(
  query: string,
  results: readonly { readonly title: string; readonly url: string; readonly snippet: string }[],
): string {
  const items = results.map(
    ({ title, url, snippet }) => `<li><a href="${escaped(url)}">${escaped(title)}</a><p>${escaped(snippet)}</p></li>`,
  );
  return html('en', query, '', `<main><h1>${escaped(query)}</h1><ol>${items.join('')}</ol></main>`);
}

function links(pages: readonly WorldPage[]): string {
  return `<ul>${pages.map(({ url, title }) => `<li><a href="${escaped(url)}">${escaped(title)}</a></li>`).join('')}</ul>`;
}

function html(language: string, title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title>${head}</head>
<body>
${body}
</body></html>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

const LINE = 92;
const LINES = 54;

/** Text in Helvetica, as many pages as it needs. What Latin-1 does not hold becomes a question mark. */
export function pagePdf({ title, text }: WorldPage): Buffer {
  const lines = [title, '', ...text.split('\n').flatMap(wrapped)];
  const sheets = Array.from({ length: Math.ceil(lines.length / LINES) }, (_, i) => lines.slice(i * LINES, (i + 1) * LINES));
  const kids = sheets.map((_, i) => `${4 + i * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${sheets.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...sheets.flatMap((sheet, i) => {
      const stream = `BT /F1 10 Tf 14 TL 56 786 Td ${sheet.map((line) => `(${literal(line)}) Tj T*`).join(' ')} ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + i * 2} 0 R >>`,
        `<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`,
      ];
    }),
    `<< /Title (${literal(title)}) >>`,
  ];
  return assembled(objects);
}

/** Objects with the table of where each begins; the first is the catalogue, the last what is said of the file. */
function assembled(objects: readonly string[]): Buffer {
  let body = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const place = Buffer.byteLength(body, 'latin1');
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = Buffer.byteLength(body, 'latin1');
  const count = objects.length + 1;
  body += `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${count} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

function wrapped(line: string): string[] {
  const rows = [''];
  for (const word of line.replace(/[*#]+/g, '').split(' ')) {
    const row = rows.at(-1) ?? '';
    if (row.length + word.length + 1 > LINE && row !== '') rows.push(word);
    else rows[rows.length - 1] = row === '' ? word : `${row} ${word}`;
  }
  return rows;
}

const LATIN: Readonly<Record<string, string>> = { '−': '-', '–': '-', '—': '-', '’': "'", '‘': "'", '“': '"', '”': '"', '…': '...' };

function literal(text: string): string {
  return [...text]
    .map((mark) => LATIN[mark] ?? (mark.charCodeAt(0) < 256 && mark.length === 1 ? mark : '?'))
    .join('')
    .replace(/[\\()]/g, '\\$&');
}
