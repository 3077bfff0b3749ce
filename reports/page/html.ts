/** HTML as values: whatever is put into a template is escaped unless it is HTML already. */

export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Template tag. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((text, string, i) => text + written(parts[i - 1]) + string) };
}

/** Text that is HTML, style or script by its origin in this project, never from outside. */
export function trusted(text: string): Html {
  return { html: text };
}

/** JSON for a script element: `<` is escaped, so that no text in it can end the element. */
export function embeddedJson(value: unknown): Html {
  return { html: JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029') };
}

function written(part: Part | undefined): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(({ html }) => html).join('\n');
}
