/** What a page may do: run the scripts that are in it, show itself, and nothing else. */
import { createHash } from 'node:crypto';

/** Neither may a script end its element, nor may the browser see other bytes than were hashed. */
export function scriptText(script: string): string {
  return script.replaceAll('\r\n', '\n').replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

/** Only these scripts and this style run; nothing is loaded or sent. */
export function policy(scripts: readonly string[], style: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
