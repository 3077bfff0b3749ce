"""Rewards from `gavel serve` for trainers that call Python: one file, nothing but the standard library, Python 3.8 or newer.

Copy it beside your training script. Which name is for whom:

    compute_score, compute_score_sync   verl: by keyword, one sample; a dict with the same keys for every sample
    trl_reward, trl_reward_async        TRL: a batch; None for a sample whose judge failed, which TRL leaves out
    reward, reward_async                ms-swift, verifiers, AReaL, SkyRL, rLLM, Tinker, ART, your own loop: a batch, or one sample
    judge_reward                        training a judge: what its replies are worth (verl, TRL, ms-swift)

    $GAVEL_URL       address of the server, http://127.0.0.1:8700 where it is not set
    $GAVEL_TIMEOUT   seconds in which a call ends, with rewards or with an error (170; 13 inside AReaL, which gives up after 15 and counts 0)
    $GAVEL_TOKEN     the server's token, where it wants one
    $GAVEL_THREADS   calls at once of the async names (256)

A rubric is `{"rubrics": [{"criterion": .., "weight": ..}, ..]}` or that list, either also as JSON text, or the id of a task that the server
knows. Refusals (429), errors of the server (5xx) and connections that break are tried again until the time is over. What then has no
reward is an error, never a number: many trainers take a missing value for 0, and would learn from it.
"""
import asyncio
import http.client
import json
import math
import os
import random
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

__all__ = ["compute_score", "compute_score_sync", "trl_reward", "trl_reward_async", "reward", "reward_async", "judge_reward"]

# ---- for trainers ------------------------------------------------------------------------------------------------------


def compute_score_sync(data_source=None, solution_str="", ground_truth=None, extra_info=None, **kwargs):
    """verl, managers `naive` and `remote`. Raises where there is no reward; `rate_limited` makes 0.0 of that, so prefer the others."""
    extra = dict(extra_info or {})
    rubric = _first(extra, _RUBRIC) or ground_truth
    query = _first(extra, _QUERY) or ""
    result = _rewards([_item(0, query, solution_str, rubric)])[0]
    return {"score": _number(result), "gavel_judged": result["judged"], "gavel_criteria": result["criteria"], "gavel_flags": len(result["flags"])}


async def compute_score(**kwargs):
    """verl, managers `naive` and `rate_limited`: the same beside other samples."""
    return await _beside(compute_score_sync, kwargs)


def trl_reward(prompts=None, completions=None, **columns):
    """TRL: `GRPOTrainer(reward_funcs=trl_reward)` with a column `rubric`. None where the judge failed; raises where the server cannot be asked."""
    return [None if result["reward"] is None else _number(result) for result in _batch(prompts, completions, columns)]


async def trl_reward_async(prompts=None, completions=None, **columns):
    return await _beside(trl_reward, dict(columns, prompts=prompts, completions=completions))


def reward(prompts=None, completions=None, *ids, **columns):
    """A list of rewards for a batch, one number for one completion. Raises where one cannot be had. (AReaL adds ids of tokens, which say nothing.)"""
    if isinstance(completions, str):
        one = {name: [value] for name, value in columns.items()}
        return reward(prompts=None if prompts is None else [prompts], completions=[completions], **one)[0]
    return [_number(result) for result in _batch(prompts, completions, columns)]


async def reward_async(prompts=None, completions=None, **columns):
    return await _beside(reward, dict(columns, prompts=prompts, completions=completions))


def judge_reward(prompts=None, completions=None, solution_str=None, ground_truth=None, extra_info=None, **columns):
    """What replies of a judge in training are worth, from 0 to 1: their shape and the right label, with the columns of `gavel train export --kind rl`.

    Takes a batch (TRL, ms-swift: columns `label` or `solution`, and `weight`) or one sample by keyword (verl).
    """
    if solution_str is not None:
        extra = dict(extra_info or {})
        return _judged([(solution_str, ground_truth, _weight(extra.get("weight"), extra.get("sign")))])[0]
    if not completions:
        return []
    labels = _first(columns, ("label", "solution")) or ground_truth
    count = len(completions)
    labels, weights, signs = (_column(name, values, count) for name, values in (("label", labels), ("weight", columns.get("weight")), ("sign", columns.get("sign"))))
    return _judged([(_text(completion), labels[i], _weight(weights[i], signs[i])) for i, completion in enumerate(completions)])


# ---- what is asked -----------------------------------------------------------------------------------------------------

_RUBRIC = ("rubric", "rubrics", "label", "ground_truth", "task")
_QUERY = ("query", "question")


def _batch(prompts, completions, columns):
    if completions is None:
        raise ValueError("gavel: completions are missing")
    count = len(completions)
    if count == 0:
        return []
    rubrics = _column("rubric", _first(columns, _RUBRIC), count)
    queries = _column("query", _first(columns, _QUERY), count)
    asked = _column("prompts", columns.get("messages") if prompts is None else prompts, count)
    return _rewards([_item(i, queries[i] or _text(asked[i], "user"), completion, rubrics[i]) for i, completion in enumerate(completions)])


def _item(number, query, completion, rubric):
    if rubric is None:
        raise ValueError("gavel: no rubric: expected a column or field named one of %s" % ", ".join(_RUBRIC))
    return {"id": str(number), "query": query or "", "report": _text(completion), "rubric": _plain(rubric)}


def _column(name, values, count):
    """One value a completion: a single one for all would be a mistake that nobody sees."""
    if values is None:
        return [None] * count
    values = list(values) if not isinstance(values, (str, dict)) else values
    if isinstance(values, (str, dict)) or len(values) != count:
        raise ValueError("gavel: %s: expected one value for each of %d completions, got %s" % (name, count, len(values) if isinstance(values, list) else type(values).__name__))
    return values


def _first(fields, names):
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _text(value, role="assistant"):
    """A text as it is; of messages, or of one, what the last of this role says."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    messages = [value] if isinstance(value, dict) else list(value)
    said = [message for message in messages if message.get("role", role) == role]
    content = said[-1].get("content") if said else ""
    return content or "" if isinstance(content or "", str) else "".join(part.get("text") or "" for part in content)


def _plain(value):
    """What JSON can say: rows may come as arrays of numpy."""
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items() if inner is not None}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _weight(weight, sign):
    return float(weight) if weight is not None else -1.0 if sign == "negative" else 1.0


# ---- what comes back ---------------------------------------------------------------------------------------------------


def _rewards(items):
    """One result an item, in order. Raises ValueError for what can never have a reward, RuntimeError where it could not be had."""
    by_id = {result.get("id"): result for result in _post("/v1/rewards", {"items": items}).get("results", ())}
    results = [by_id.get(item["id"]) for item in items]
    for item, result in zip(items, results):
        if not isinstance(result, dict) or "reward" not in result:
            raise RuntimeError("gavel: the server gave no result for item %s" % item["id"])
        if result["reward"] is None and (result.get("error") or {}).get("kind") == "invalid":
            raise ValueError("gavel: %s" % result["error"].get("message"))
    return results


def _judged(replies):
    items = [{"completion": completion, "label": label, "weight": weight} for completion, label, weight in replies]
    rewards = _post("/v1/judge-rewards", {"items": items}).get("rewards", ())
    if len(rewards) != len(items):
        raise RuntimeError("gavel: %d rewards for %d replies" % (len(rewards), len(items)))
    return [_finite(each) for each in rewards]


def _number(result):
    if result["reward"] is None:
        error = result.get("error") or {}
        raise RuntimeError("gavel: no reward: %s: %s" % (error.get("kind", "judge_failed"), error.get("message", "")))
    return _finite(result["reward"])


def _finite(number):
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not math.isfinite(number):
        raise RuntimeError("gavel: expected a number, got %r" % (number,))
    return float(number)


# ---- the call ----------------------------------------------------------------------------------------------------------

_AGAIN = (408, 425, 429, 500, 502, 503, 504)


def _post(path, body):
    """Plain errors alone: others would not come back from a worker process, and a TimeoutError is a 0 to some trainers."""
    url = os.environ.get("GAVEL_URL", "http://127.0.0.1:8700").rstrip("/") + path
    data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    end = time.monotonic() + float(os.environ.get("GAVEL_TIMEOUT") or (13 if "areal" in sys.modules else 170))
    why, pause = "", 0.5
    while True:
        left = end - time.monotonic()
        if left <= 0:
            raise RuntimeError("gavel: %s gave no answer in time: %s" % (url, why or "none came"))
        try:
            return _once(url, data, left)
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace")
            if error.code == 422 and '"results"' in said:
                return json.loads(said)
            why = "%d %s" % (error.code, said[:500])
            if error.code not in _AGAIN:
                raise ValueError("gavel: %s refused the request: %s" % (url, why)) from None
            pause = max(pause, _seconds(error.headers.get("retry-after")))
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = "%s: %s" % (type(error).__name__, error)
        time.sleep(max(0.0, min(pause * (0.5 + random.random() / 2), end - time.monotonic())))
        pause = min(8.0, pause * 2)


def _once(url, data, left):
    headers = {"content-type": "application/json", "accept": "application/json", "x-gavel-deadline": "%.3f" % max(0.5, left - 1)}
    if os.environ.get("GAVEL_TOKEN"):
        headers["authorization"] = "Bearer " + os.environ["GAVEL_TOKEN"]
    host = urllib.request.urlparse(url).hostname
    proxies = [urllib.request.ProxyHandler({})] if host in ("127.0.0.1", "localhost", "::1") else []
    request = urllib.request.Request(url, data, headers, method="POST")
    with urllib.request.build_opener(*proxies).open(request, timeout=left) as response:
        answer = json.loads(response.read().decode("utf-8"))
    if not isinstance(answer, dict):
        raise ValueError("expected an object, got %s" % type(answer).__name__)
    return answer


def _seconds(text):
    try:
        return min(60.0, max(0.0, float(text)))
    except (TypeError, ValueError):
        return 0.0


_threads = None


async def _beside(function, keywords):
    """In a thread, of as many as there may be calls at once: the loop's own are a few."""
    global _threads
    if _threads is None:
        _threads = ThreadPoolExecutor(int(os.environ.get("GAVEL_THREADS") or 256), "gavel")
    return await asyncio.get_running_loop().run_in_executor(_threads, lambda: function(**keywords))


# ---- ms-swift: `external_plugins: [gavel_reward.py]`, `reward_funcs: [gavel]`, or `[gavel_judge]` to train a judge -------

if "swift" in sys.modules:
    try:
        from swift.rewards import AsyncORM, orms

        class Gavel(AsyncORM):
            async def __call__(self, completions, **columns):
                return await reward_async(completions=completions, **columns)

        class GavelJudge(AsyncORM):
            async def __call__(self, completions, **columns):
                return await _beside(judge_reward, dict(columns, completions=completions))

        orms["gavel"], orms["gavel_judge"] = Gavel, GavelJudge
    except ImportError:      # of a version that has no such thing: wrap `reward` in an ORM of its own
        pass
