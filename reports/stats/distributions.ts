/**
 * Distribution functions and their inverses: jstat where it is accurate, own sums where it is not.
 *
 * jstat's normal and t quantiles, t distribution and beta quantile agree with reference values to 7 digits or more, the beta
 * quantile for counts up to 10 million. Its binomial functions and incomplete beta break down at large counts (they return NaN or
 * wrong digits at a million trials), and its normal distribution loses the far tail; these three are done here.
 */
import jStat from 'jstat';

/** z such that a standard normal is below z with probability p. */
export function normalQuantile(p: number): number {
  return jStat.normal.inv(p, 0, 1);
}

/** P(Z > z), to full relative accuracy in the tail: beyond 3 Laplace's continued fraction replaces 1 - P(Z <= z). */
export function normalTail(z: number): number {
  if (z < 3) return 1 - jStat.normal.cdf(z, 0, 1);
  let fraction = z;
  for (let k = 150; k >= 1; k--) fraction = z + k / fraction;
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI) / fraction;
}

export function tQuantile(p: number, df: number): number {
  return jStat.studentt.inv(p, df);
}

/** P(|T| >= |t|), two-sided. */
export function tTwoSided(t: number, df: number): number {
  return 2 * jStat.studentt.cdf(-Math.abs(t), df);
}

export function betaQuantile(p: number, alpha: number, beta: number): number {
  return jStat.beta.inv(p, alpha, beta);
}

/** log of the gamma function. */
export function logGamma(x: number): number {
  return jStat.gammaln(x);
}

/** log P(X = k) for X ~ Binomial(n, p); -Infinity where k cannot happen. */
export function binomialLogPmf(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  const logChoose = jStat.gammaln(n + 1) - jStat.gammaln(k + 1) - jStat.gammaln(n - k + 1);
  // 0 x log 0 is 0 here: nothing is asked of an outcome that never occurs.
  const successes = k === 0 ? 0 : k * Math.log(p);
  const failures = k === n ? 0 : (n - k) * Math.log1p(-p);
  return logChoose + successes + failures;
}

export function binomialPmf(k: number, n: number, p: number): number {
  return Math.exp(binomialLogPmf(k, n, p));
}

/** P(X >= k), summed outward from k on the side where the terms fall. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n || p === 0) return 0;
  if (p === 1) return 1;
  return k > n * p ? fallingSum(k, n, p) : 1 - fallingSum(n - k + 1, n, 1 - p);
}

/** P(X >= k) for k above the mean, where each term is smaller than the one before. */
function fallingSum(k: number, n: number, p: number): number {
  const odds = p / (1 - p);
  let term = binomialPmf(k, n, p);
  let total = term;
  for (let i = k; i < n && term > total * 1e-17; i++) {
    term *= ((n - i) / (i + 1)) * odds;
    total += term;
  }
  return total;
}
