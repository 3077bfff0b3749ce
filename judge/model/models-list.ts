/** The list of models that an endpoint serves (`GET /v1/models`): how long a prompt each of them takes. */
import { z } from 'zod';

const tokens = z.number().int().positive().optional().catch(undefined);

/** The spellings of vLLM, OpenRouter, Groq, LM Studio and llama.cpp. */
const modelSchema = z.object({
  id: z.string(),
  max_model_len: tokens,
  context_length: tokens,
  context_window: tokens,
  max_context_length: tokens,
  loaded_context_length: tokens,
  meta: z.object({ n_ctx: tokens }).nullish().catch(undefined),
});
const listSchema = z.object({ data: z.array(z.unknown()) });

/** Tokens of prompt and reply together; undefined where the list does not say it of this model. */
export function windowIn(body: string, model: string): number | undefined {
  const models = entries(body);
  const found = models.find(({ id }) => id === model) ?? (models.length === 1 ? models[0] : undefined);
  if (found === undefined) return undefined;
  const { loaded_context_length, max_model_len, context_length, context_window, max_context_length, meta } = found;
  return loaded_context_length ?? max_model_len ?? meta?.n_ctx ?? context_length ?? context_window ?? max_context_length;
}

function entries(body: string): z.infer<typeof modelSchema>[] {
  try {
    const list = listSchema.safeParse(JSON.parse(body)).data?.data ?? [];
    return list.flatMap((entry) => modelSchema.safeParse(entry).data ?? []);
  } catch {
    return [];
  }
}

/** A dated snapshot, a provider's prefix or a tag is the same model; a longer name is another, as that of a smaller sibling. */
export function isSameModel(answered: string, asked: string): boolean {
  const [a, b] = [named(answered), named(asked)];
  if (a === '' || b === '' || letters(a) === letters(b)) return true;
  const [core, other] = [letters(undated(a)), letters(undated(b))];
  return core === letters(b) || letters(a) === other || (core === other && b.endsWith('latest'));
}

function named(name: string): string {
  return name
    .toLowerCase()
    .replace(/^.*[/\\]/, '')
    .replace(/\.gguf$|:.*$/g, '');
}

/** Without what tells the states of one model apart: dates, numbers of builds, "latest", "preview". */
function undated(name: string): string {
  return name.replace(/([-_.@](latest|preview|\d{4}[-_.]\d{2}[-_.]\d{2}|\d{2}[-_.]\d{2,4}|\d{3,8}))+$/, '');
}

function letters(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '');
}
