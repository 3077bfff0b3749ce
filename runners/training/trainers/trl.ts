/** TRL: prompt and completion apart, so that the loss falls on the reply only; its own length limit of 1,024 tokens is set above the longest row. */
import { assistant, BASES, type Base, type Example, type Kind, type Lengths, promptOf, type Trainer, yaml } from './trainer.ts';

const COMMANDS: Readonly<Record<Kind, string>> = { sft: 'sft', preference: 'dpo', rl: 'grpo' };

export const trl: Trainer = {
  kinds: ['sft', 'preference', 'rl'],
  ending: 'jsonl',
  row(example, kind) {
    const { id, label, weight } = example;
    return { ...replies(example, kind), id, label, weight };
  },
  files: (kind, lengths) => Object.fromEntries(BASES.map((base) => [`config-${base.name}.yaml`, config(kind, base, lengths)])),
  commands: (kind) => BASES.map(({ name }) => `trl ${COMMANDS[kind]} --config config-${name}.yaml`),
};

function replies(example: Example, kind: Kind) {
  const prompt = promptOf(example);
  if (kind === 'sft') return { prompt, completion: [assistant(example.reply)] };
  if (kind === 'preference') return { prompt, chosen: [assistant(example.reply)], rejected: [assistant(example.rejected)] };
  return { prompt };
}

function config(kind: Kind, base: Base, lengths: Lengths): string {
  const own = {
    sft: { max_length: lengths.whole, completion_only_loss: true },
    preference: { max_length: lengths.whole, beta: 0.1 },
    rl: {
      reward_funcs: ['gavel_reward.judge_reward'],
      num_generations: 8,
      max_completion_length: lengths.reply,
      temperature: 1,
    },
  }[kind];
  return yaml(
    `TRL 1.16, in this folder: trl ${COMMANDS[kind]} --config config-${base.name}.yaml
${base.gpus === 0 ? 'A trial on a CPU; take use_cpu out where there is a GPU.' : `Meant for ${base.gpus} GPU of 80 GB.`} The longest prompt here is about ${lengths.prompt} tokens.${
      kind === 'rl' ? '\nRewards come from `gavel serve`, through gavel_reward.py on PYTHONPATH.' : ''
    }`,
    {
      model_name_or_path: base.model,
      datasets: [{ path: 'json', data_files: 'train.jsonl', split: 'train' }],
      output_dir: `out-${base.name}`,
      use_peft: true,
      lora_r: base.loraRank,
      lora_alpha: 2 * base.loraRank,
      lora_target_modules: 'all-linear',
      learning_rate: kind === 'sft' ? base.learningRate : base.learningRate / 10,
      num_train_epochs: kind === 'sft' ? 2 : 1,
      per_device_train_batch_size: kind === 'rl' ? 8 : base.batch,
      gradient_accumulation_steps: base.accumulate,
      gradient_checkpointing: base.gpus > 0,
      bf16: base.gpus > 0,
      ...(base.gpus === 0 && { use_cpu: true }),
      logging_steps: 1,
      save_strategy: 'epoch',
      report_to: 'none',
      seed: 1,
      ...own,
    },
  );
}
