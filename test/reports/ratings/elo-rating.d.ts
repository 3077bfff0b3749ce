/** The one function of elo-rating that is compared with; the package brings no types of its own. */
declare module 'elo-rating' {
  const EloRating: { expected(playerRating: number, opponentRating: number): number };
  export default EloRating;
}
