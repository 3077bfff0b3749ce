/** LLaMA-Factory: files named by dataset_info.json; its cutoff_len is set above the longest row, since what is longer is cut without a word. */
import type { Split } from '../label-row.ts';
import { assistant, BASES, type Base, type Kind, type Lengths, promptOf, type Trainer, yaml } from './trainer.ts';

const OPENAI_TAGS = { role_tag: 'role', content_tag: 'content', user_tag: 'user', assistant_tag: 'assistant', system_tag: 'system' };

export const llamaFactory: Trainer = {
  kinds: ['sft', 'preference'],
  ending: 'jsonl',
  row(example, kind) {
    const { id, label, weight, system, user } = example;
    const known = { id, label, weight };
    if (kind === 'sft') return { messages: [...promptOf(example), assistant(example.reply)], ...known };
    const said = (text: string | undefined) => ({ from: 'gpt', value: assistant(text).content });
    return {
      conversations: [{ from: 'human', value: user }],
      system,
      chosen: said(example.reply),
      rejected: said(example.rejected),
      ...known,
    };
  },
  files: (kind, lengths, splits) => ({
    'dataset_info.json': `${JSON.stringify(Object.fromEntries(splits.map((split) => [`gavel_${split}`, described(kind, split)])), undefined, 2)}\n`,
    ...Object.fromEntries(BASES.map((base) => [`config-${base.name}.yaml`, config(kind, base, lengths, splits)])),
  }),
  commands: () => BASES.map(({ name }) => `llamafactory-cli train config-${name}.yaml`),
};

function described(kind: Kind, split: Split) {
  const file = { file_name: `${split}.jsonl`, formatting: 'sharegpt' };
  if (kind === 'sft') return { ...file, columns: { messages: 'messages' }, tags: OPENAI_TAGS };
  return { ...file, ranking: true, columns: { messages: 'conversations', chosen: 'chosen', rejected: 'rejected', system: 'system' } };
}

function config(kind: Kind, base: Base, { whole, prompt }: Lengths, splits: readonly Split[]): string {
  return yaml(
    `LLaMA-Factory 0.9.5, in this folder: llamafactory-cli train config-${base.name}.yaml
${base.gpus === 0 ? 'A trial on a CPU; set use_cpu to false where there is a GPU.' : `Meant for ${base.gpus} GPU of 80 GB.`} The longest prompt here is about ${prompt} tokens.`,
    {
      model_name_or_path: base.model,
      stage: kind === 'sft' ? 'sft' : 'dpo',
      do_train: true,
      finetuning_type: 'lora',
      lora_rank: base.loraRank,
      lora_target: 'all',
      dataset: 'gavel_train',
      ...(splits.includes('dev') && { eval_dataset: 'gavel_dev' }),
      dataset_dir: '.',
      template: base.template,
      cutoff_len: whole,
      overwrite_cache: true,
      output_dir: `out-${base.name}`,
      learning_rate: kind === 'sft' ? base.learningRate : base.learningRate / 10,
      num_train_epochs: kind === 'sft' ? 2 : 1,
      per_device_train_batch_size: base.batch,
      gradient_accumulation_steps: base.accumulate,
      lr_scheduler_type: 'cosine',
      warmup_steps: 1,
      bf16: base.gpus > 0,
      ...(base.gpus === 0 && { use_cpu: true }),
      ...(kind === 'preference' && { pref_beta: 0.1, pref_loss: 'sigmoid' }),
      logging_steps: 1,
      save_strategy: 'epoch',
      report_to: 'none',
      seed: 1,
    },
  );
}
