/** verl: rows for reward training; prompts over max_prompt_length are dropped without a word there, so it is set above the longest. */
import { BASES, type Base, type Lengths, promptOf, type Trainer } from './trainer.ts';

export const verl: Trainer = {
  kinds: ['rl'],
  ending: 'parquet',
  row(example) {
    const { id, index, label, weight } = example;
    return {
      data_source: 'gavel',
      ability: 'judge',
      prompt: promptOf(example),
      reward_model: { style: 'rule', ground_truth: label },
      extra_info: { index, id, weight, sign: weight < 0 ? 'negative' : 'positive' },
    };
  },
  files: (_, lengths, splits) =>
    Object.fromEntries(BASES.map((base) => [`run-${base.name}.sh`, script(base, lengths, splits.includes('dev') ? 'dev' : 'train')])),
  commands: () => BASES.map(({ name }) => `bash run-${name}.sh`),
};

function script(base: Base, { prompt, reply }: Lengths, validation: string): string {
  const gpus = Math.max(1, base.gpus);
  const settings: Readonly<Record<string, string | number | boolean>> = {
    'algorithm.adv_estimator': 'grpo',
    'data.train_files': 'train.parquet',
    'data.val_files': `${validation}.parquet`,
    'data.max_prompt_length': prompt,
    'data.max_response_length': reply,
    'data.filter_overlong_prompts': true,
    'data.truncation': 'error',
    'data.train_batch_size': 64,
    'actor_rollout_ref.model.path': base.model,
    'actor_rollout_ref.model.lora_rank': base.loraRank,
    'actor_rollout_ref.model.lora_alpha': 2 * base.loraRank,
    'actor_rollout_ref.actor.optim.lr': base.learningRate / 10,
    'actor_rollout_ref.actor.ppo_mini_batch_size': 32,
    'actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu': base.batch,
    'actor_rollout_ref.actor.use_kl_loss': true,
    'actor_rollout_ref.rollout.name': 'vllm',
    'actor_rollout_ref.rollout.n': 8,
    'actor_rollout_ref.rollout.tensor_model_parallel_size': base.gpus > 1 ? 4 : 1,
    'actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu': base.batch,
    'actor_rollout_ref.ref.log_prob_micro_batch_size_per_gpu': base.batch,
    'reward.custom_reward_function.path': 'gavel_reward.py',
    'reward.custom_reward_function.name': 'judge_reward',
    'trainer.n_gpus_per_node': gpus,
    'trainer.nnodes': 1,
    'trainer.total_epochs': 1,
    'trainer.logger': "'[console]'",
    'trainer.project_name': 'gavel',
    'trainer.experiment_name': `judge-${base.name}`,
  };
  return `# verl 0.9.1, in this folder: bash run-${base.name}.sh
# Meant for ${gpus} GPU of 80 GB. Rewards come from \`gavel serve\`, through gavel_reward.py. "$@" overrides.
python3 -m verl.trainer.main_ppo \\
${Object.entries(settings)
  .map(([name, value]) => `  ${name}=${value} \\`)
  .join('\n')}
  "$@"
`;
}
