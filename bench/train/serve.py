"""Serves a folder of a model as an OpenAI-compatible endpoint on the loopback: python serve.py FOLDER PORT NAME. For a trial; vLLM for work.

The shape of the reply is what the model has learnt: a schema is taken and not enforced, so that the prompt stays the one that was learnt from.
"""
import json, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LONGEST_REPLY = 96

folder, port, name = sys.argv[1:4]
device = "cuda" if torch.cuda.is_available() else "cpu"
tok = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16 if device == "cuda" else torch.float32).to(device).eval()
one = threading.Lock()

def said(token, scores, many):
    """A token with its natural logarithm of probability, and those of the likeliest in its place."""
    logs = torch.log_softmax(scores.float(), -1)
    as_json = lambda i: {"token": (text := tok.decode([i])), "logprob": max(float(logs[i]), -9999.0), "bytes": list(text.encode())}
    return {**as_json(token), "top_logprobs": [as_json(i) for i in logs.topk(many).indices.tolist()]}

class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status); self.send_header("content-type", "application/json"); self.send_header("content-length", str(len(body))); self.end_headers()
        self.wfile.write(body)
    def do_GET(self): self.answer(200, {"object": "list", "data": [{"id": name, "object": "model"}]})
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        text = tok.apply_chat_template(asked["messages"], tokenize=False, add_generation_prompt=True)
        x = tok(text, return_tensors="pt", add_special_tokens=False).to(device); n = x.input_ids.shape[1]
        most = min(asked.get("max_tokens") or LONGEST_REPLY, LONGEST_REPLY)
        with one, torch.no_grad():
            made = model.generate(**x, max_new_tokens=most, do_sample=False, pad_token_id=tok.pad_token_id, eos_token_id=tok.eos_token_id,
                output_scores=True, return_dict_in_generate=True)
        out = made.sequences[0][n:].tolist(); ended = out[-1] == tok.eos_token_id
        reply = out[:-1] if ended else out
        choice = {"index": 0, "message": {"role": "assistant", "content": tok.decode(reply, skip_special_tokens=True)}, "finish_reason": "stop" if ended else "length"}
        if asked.get("logprobs"): choice["logprobs"] = {"content": [said(token, scores[0], asked.get("top_logprobs") or 1) for token, scores in zip(reply, made.scores)]}
        usage = {"prompt_tokens": n, "completion_tokens": len(out), "total_tokens": n + len(out)}
        self.answer(200, {"id": "c", "object": "chat.completion", "created": 0, "model": name, "usage": usage, "choices": [choice]})

server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
print("ready", server.server_address[1], flush=True); server.serve_forever()
