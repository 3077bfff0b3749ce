/** AUTHORITY: how much a site of the offline world is worth as a source, by host; the longest name that a host ends with counts. */

export type Authority = 'official' | 'primary' | 'press' | 'reference' | 'personal' | 'promotion';

export const AUTHORITY: Readonly<Record<string, Authority>> = {
  'gov.lanmere.test': 'official',
  'filings.lanmere.test': 'official',
  'portsable.test': 'official',
  'edu.lanmere.test': 'primary',
  'airfield.lanmere.test': 'primary',
  'lanmerejournal.test': 'primary',
  'museum.hollin.test': 'primary',
  'brightwater.test': 'primary',
  'tidepool-db.test': 'primary',
  'gannet.test': 'primary',
  'heron-compute.test': 'primary',
  'tealbiologics.test': 'primary',
  'commonsparty.test': 'primary',
  'greenisles.test': 'primary',
  'harbouralliance.test': 'primary',
  'thetidings.test': 'press',
  'islandpost.test': 'press',
  'haiwanribao.test': 'press',
  'lanpedia.test': 'reference',
  'lawmirror.test': 'reference',
  'saltandsums.test': 'personal',
  'annewrites.test': 'personal',
  'wanderlan.test': 'personal',
  'xiaochaoji.test': 'personal',
  'legalease-blog.test': 'personal',
  'lanparents.test': 'personal',
  'askislands.test': 'personal',
  'toplanmere.test': 'promotion',
  'bestdeals-lanmere.test': 'promotion',
  'wanjiaguide.test': 'promotion',
  'factsfast.test': 'promotion',
};

export function authorityOf(url: string): Authority {
  const { hostname } = new URL(url);
  const name = Object.keys(AUTHORITY)
    .filter((name) => hostname === name || hostname.endsWith(`.${name}`))
    .sort((a, b) => b.length - a.length)[0];
  const authority = name === undefined ? undefined : AUTHORITY[name];
  if (authority === undefined) throw new Error(`no authority for ${hostname}`);
  return authority;
}
