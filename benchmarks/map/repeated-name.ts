/** repeatedName: a name that stands twice in one object of JSON, of which a parser would keep the last in silence. */

export interface RepeatedName {
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

/** Goes through the text once; of text that is no JSON it says nothing of worth. */
export function repeatedName(text: string): RepeatedName | undefined {
  /** Of the objects that are open; undefined for lists. */
  const open: (Set<string> | undefined)[] = [];
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[[\]{}]/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [sign, colon] = found;
    if (sign === '{') open.push(new Set());
    else if (sign === '[') open.push(undefined);
    else if (sign === '}' || sign === ']') open.pop();
    else if (colon !== undefined) {
      const name = nameOf(sign.slice(0, sign.length - colon.length));
      const names = open.at(-1);
      if (names?.has(name)) return { name, line: text.slice(0, found.index).split('\n').length };
      names?.add(name);
    }
  }
  return undefined;
}

function nameOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
