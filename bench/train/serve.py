"""Serves a folder of a model as an OpenAI-compatible endpoint on the loopback: python serve.py FOLDER PORT NAME. For a trial; vLLM for work."""
import json, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

folder, port, name = sys.argv[1:4]
device = "cuda" if torch.cuda.is_available() else "cpu"
tok = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16 if device == "cuda" else torch.float32).to(device).eval()
one = threading.Lock()

class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status); self.send_header("content-type", "application/json"); self.send_header("content-length", str(len(body))); self.end_headers()
        self.wfile.write(body)
    def do_GET(self): self.answer(200, {"object": "list", "data": [{"id": name, "object": "model"}]})
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if "response_format" in asked: return self.answer(400, {"error": {"message": "response_format is not supported", "code": "unsupported"}})
        text = tok.apply_chat_template(asked["messages"], tokenize=False, add_generation_prompt=True)
        x = tok(text, return_tensors="pt", add_special_tokens=False).to(device); n = x.input_ids.shape[1]
        most = min(asked.get("max_tokens") or 256, 256)
        with one, torch.no_grad():
            out = model.generate(**x, max_new_tokens=most, do_sample=False, pad_token_id=tok.pad_token_id, eos_token_id=tok.eos_token_id)[0][n:]
        reply = {"role": "assistant", "content": tok.decode(out, skip_special_tokens=True)}
        usage = {"prompt_tokens": n, "completion_tokens": len(out), "total_tokens": n + len(out)}
        self.answer(200, {"id": "c", "object": "chat.completion", "created": 0, "model": name, "usage": usage,
            "choices": [{"index": 0, "message": reply, "finish_reason": "length" if len(out) >= most else "stop"}]})

server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
print("ready", server.server_address[1], flush=True); server.serve_forever()
