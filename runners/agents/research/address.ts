/** normalAddress: one spelling for the addresses of one page, by which it is told again in results, citations and logs. */

/** Marks of campaigns and of clicks, which lead to the same page. */
const TRACKING = /^(utm_\w+|gclid|fbclid|msclkid|yclid|mc_[ce]id|igshid|spm|from_source)$/i;

/** Without scheme, default port, fragment, tracking and closing slash; its query in order. Undefined where it is no http(s) address. */
export function normalAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  const query = url.searchParams.toString();
  const port = url.port === '80' || url.port === '443' ? '' : url.port;
  const host = url.hostname.replace(/\.$/, '');
  return `${host}${port === '' ? '' : `:${port}`}${url.pathname.replace(/\/+$/, '')}${query === '' ? '' : `?${query}`}`;
}

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** An address as it stands in running text, less the punctuation that follows it: brackets that it opens itself belong to it. */
export function trimmedAddress(found: string): string {
  // Full-width punctuation and quotation marks never stand in an address that is written as one.
  let address = found.replace(/[\s<>"'`（）【】《》「」『』，。；：！？、“”‘’…].*$/su, '');
  for (;;) {
    const last = address.at(-1) ?? '';
    const opening = OPENING[last];
    const unopened = opening !== undefined && count(address, last) > count(address, opening);
    if (!unopened && !/[.,;:!?*_|]/.test(last)) return address;
    address = address.slice(0, -1);
  }
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
