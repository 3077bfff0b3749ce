/** LONGEST_JUSTIFICATION: how much a person may say of an answer, in characters; apart from what checks it, which a page does not need. */
export const LONGEST_JUSTIFICATION = 4000;
