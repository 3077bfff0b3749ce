/**
 * SAYS: what servers say of a failure, where its status alone would mean another thing. All lists of words about failures stand here; what a
 * status, a field or a second request tells needs none.
 */

export const SAYS = {
  /** Empty accounts come as 400, 403, 429 and inside a 200, and waiting for one, as for a rate limit, is in vain. */
  noMoney:
    /insufficient.?(quota|balance|credit|fund)|billing.{0,12}(limit|not.?active)|exceeded_current_quota|(balance|credits?|funds?).{0,40}(exhausted|depleted|used up|too low|insufficient|negative|run out)|(out of|no|not enough) (credits?|balance|funds?)|arrears|余额不足|余额已|欠费|额度已/i,
  /** Wider: believed only of an endpoint that never answered, and when it is said twice, since rate limits advise on billing too. */
  money: /balance|credit|billing|payment|quota|recharge|top.?up|充值|额度|余额|套餐/i,
  /** A wrong name of a model comes as 400 or 404, as a prompt that is refused does; agents make no second request that would tell. */
  unknownModel: /model.{0,80}(not found|does not exist|not exist)|(unknown|invalid) model|model_not_found/i,
  /** Of a 403 from an endpoint that answered before: the key's fault, and not one text that a gateway took for an attack. */
  key: /key|auth|credential|permission|token|access|country|region|账号|权限|密钥/i,
  /** A 400 or 403 for this text alone, which no other request tells from one for the key. */
  withheld: /content.?(filter|policy|management)|moderat|flagged|inappropriate|high risk|unsafe|safety|敏感|不安全/i,
} as const;
