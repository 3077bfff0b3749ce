/** WorldPage: one page of the offline world as its generator makes it. */

/** What a page is worth: true at first hand, true at second hand, true once, false, or about nothing. */
export type Role = 'source' | 'secondary' | 'stale' | 'wrong' | 'spam' | 'other';

export interface WorldPage {
  readonly url: string;
  readonly language: 'en' | 'zh';
  readonly title: string;
  /** ISO dates. */
  readonly published: string;
  readonly modified?: string;
  readonly kind: 'html' | 'pdf';
  readonly role: Role;
  /** Of a stale page: where what holds now stands. */
  readonly supersededBy?: string;
  /** Markdown without the title. */
  readonly text: string;
}
