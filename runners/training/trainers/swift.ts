/** ms-swift: rows of messages; it gives `label` and other names a meaning of its own, so the right label stands under `solution`. */
import { assistant, BASES, type Base, type Kind, type Lengths, promptOf, type Trainer, yaml } from './trainer.ts';

export const swift: Trainer = {
  kinds: ['sft', 'preference', 'rl'],
  ending: 'jsonl',
  row(example, kind) {
    const { id, label, weight } = example;
    const known = { id, solution: label, weight };
    if (kind === 'rl') return { messages: promptOf(example), ...known };
    const messages = [...promptOf(example), assistant(example.reply)];
    return kind === 'sft' ? { messages, ...known } : { messages, rejected_response: assistant(example.rejected).content, ...known };
  },
  files: (kind, lengths, splits) =>
    Object.fromEntries(BASES.map((base) => [`config-${base.name}.yaml`, config(kind, base, lengths, splits.includes('dev'))])),
  commands: (kind) => BASES.map(({ name }) => `swift ${kind === 'sft' ? 'sft' : 'rlhf'} config-${name}.yaml`),
};

function config(kind: Kind, base: Base, { whole, prompt, reply }: Lengths, dev: boolean): string {
  const own = {
    sft: {},
    preference: { rlhf_type: 'dpo', beta: 0.1 },
    rl: {
      rlhf_type: 'grpo',
      external_plugins: ['gavel_reward.py'],
      reward_funcs: ['gavel_judge'],
      num_generations: 8,
      max_completion_length: reply,
      remove_unused_columns: false,
    },
  }[kind];
  return yaml(
    `ms-swift 4.6, in this folder: swift ${kind === 'sft' ? 'sft' : 'rlhf'} config-${base.name}.yaml
${base.gpus === 0 ? 'A trial.' : `Meant for ${base.gpus} GPU of 80 GB.`} The longest prompt here is about ${prompt} tokens.${
      kind === 'rl' ? '\nRewards come from `gavel serve`, through gavel_reward.py.' : ''
    }`,
    {
      model: base.model,
      tuner_type: 'lora',
      lora_rank: base.loraRank,
      lora_alpha: 2 * base.loraRank,
      target_modules: ['all-linear'],
      dataset: ['train.jsonl'],
      ...(dev && { val_dataset: ['dev.jsonl'] }),
      max_length: whole,
      truncation_strategy: 'raise',
      output_dir: `out-${base.name}`,
      learning_rate: kind === 'sft' ? base.learningRate : base.learningRate / 10,
      num_train_epochs: kind === 'sft' ? 2 : 1,
      per_device_train_batch_size: kind === 'rl' ? 8 : base.batch,
      gradient_accumulation_steps: base.accumulate,
      bf16: base.gpus > 0,
      logging_steps: 1,
      save_strategy: 'epoch',
      report_to: 'none',
      seed: 1,
      ...own,
    },
  );
}
