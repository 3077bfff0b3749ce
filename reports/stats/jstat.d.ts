/** The few functions of jstat that are used; the package brings no types of its own. */
declare module 'jstat' {
  interface JStat {
    readonly normal: { cdf(x: number, mean: number, sd: number): number; inv(p: number, mean: number, sd: number): number };
    readonly studentt: { cdf(x: number, df: number): number; inv(p: number, df: number): number };
    readonly beta: { inv(p: number, alpha: number, beta: number): number };
    gammaln(x: number): number;
  }
  const jStat: JStat;
  export default jStat;
}
