"""Trains a LoRA with TRL on what `gavel train export --for trl --kind sft` wrote, and saves the model before (base) and after (merged).

    python lora.py FOLDER BASE OUT [--rows N] [--minutes M] [--threads N] [--quick]

BASE is a folder of a model or a GGUF file. A base without a chat template gets one, whose end of turn the model learns. --quick is for a CPU that others use, too:
the last third of the layers alone learns, one row a step, at twice the rate, which halves the work of a row and quarters that of a step.
"""
import argparse, json, os, time
import torch, yaml
from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig, TrainerCallback
from trl import SFTConfig, SFTTrainer

p = argparse.ArgumentParser()
p.add_argument("folder"); p.add_argument("base"); p.add_argument("out")
p.add_argument("--rows", type=int, default=0); p.add_argument("--minutes", type=float, default=0); p.add_argument("--threads", type=int, default=0); p.add_argument("--quick", action="store_true")
a = p.parse_args()
if a.threads: torch.set_num_threads(a.threads)
TURNS = "{{ bos_token }}{% for m in messages %}{{ '<start_of_turn>' + ('model' if m['role'] == 'assistant' else m['role']) + '\n' + m['content'] + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"

if a.base.endswith(".gguf"):
    where, file = os.path.split(os.path.abspath(a.base))
    tok = AutoTokenizer.from_pretrained(where, gguf_file=file)
    # Unpacked: packed weights cannot be saved.
    packed = GgufConfig(gguf_file=file, dequantize=True)
    model = AutoModelForCausalLM.from_pretrained(where, gguf_file=file, quantization_config=packed, dtype=torch.float32)
else:
    tok = AutoTokenizer.from_pretrained(a.base); model = AutoModelForCausalLM.from_pretrained(a.base, dtype=torch.float32)
if not tok.chat_template:
    tok.chat_template = TURNS; tok.eos_token = "<end_of_turn>"
    model.config.eos_token_id = model.generation_config.eos_token_id = tok.eos_token_id
if tok.pad_token is None: tok.pad_token = tok.eos_token
model.save_pretrained(os.path.join(a.out, "base")); tok.save_pretrained(os.path.join(a.out, "base"))

settings = yaml.safe_load(open(os.path.join(a.folder, "config-small.yaml")))
rows = load_dataset("json", data_files=os.path.join(a.folder, "train.jsonl"), split="train").select_columns(["prompt", "completion"]).shuffle(seed=1)
if a.rows: rows = rows.select(range(min(a.rows, len(rows))))
longest = max(len(tok.apply_chat_template(r["prompt"] + r["completion"])["input_ids"]) for r in rows)
assert longest <= settings["max_length"], f"a row of {longest} tokens would be cut at {settings['max_length']}"

# Of long rows one at a time: memory goes with their tokens times the vocabulary.
batch, accumulate = settings["per_device_train_batch_size"], settings["gradient_accumulation_steps"]
if longest > 600: batch, accumulate = 1, batch * accumulate
rate, layers = settings["learning_rate"], None
if a.quick:
    last = model.config.num_hidden_layers
    batch, accumulate, rate, layers = 1, 1, 2 * rate, list(range(last - last // 3, last))

# By name where layers are chosen: the trainer takes no other way.
linear = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"] if layers else "all-linear"

class Timed(TrainerCallback):
    def on_train_begin(self, *_, **__): self.began = time.time()
    def on_step_end(self, args, state, control, **_):
        if a.minutes and time.time() - self.began > 60 * a.minutes: control.should_training_stop = True
    def on_log(self, args, state, control, logs=None, **_): print("step", state.global_step, logs, flush=True)

config = SFTConfig(output_dir=os.path.join(a.out, "run"), per_device_train_batch_size=batch, gradient_accumulation_steps=accumulate, num_train_epochs=1,
    learning_rate=rate, max_length=settings["max_length"], completion_only_loss=True, warmup_steps=1, logging_steps=1,
    save_strategy="no", report_to=[], use_cpu=not torch.cuda.is_available(), bf16=False, seed=1, disable_tqdm=True, gradient_checkpointing=False)
lora = LoraConfig(r=settings["lora_r"], lora_alpha=settings["lora_alpha"], target_modules=linear, layers_to_transform=layers, task_type="CAUSAL_LM")
trainer = SFTTrainer(model=model, args=config, train_dataset=rows, processing_class=tok, peft_config=lora, callbacks=[Timed()])
began = time.time()
result = trainer.train()
merged = trainer.model.merge_and_unload()
merged.save_pretrained(os.path.join(a.out, "merged")); tok.save_pretrained(os.path.join(a.out, "merged"))
print(json.dumps({"rows": len(rows), "steps": result.global_step, "loss": round(result.training_loss, 4), "longest": longest, "seconds": round(time.time() - began)}), flush=True)
