// The words behind "edgenet train", changed one option at a time, as TrainWords does on the server.

const isOption = (word, option) => word === option || word.startsWith(option + "=") || word.startsWith(option + ":");

/** What was given with an option; null if it is not there. */
export function wordOf(train, option) {
  const at = train.findIndex(word => isOption(word, option));
  if (at < 0) return null;
  return train[at].length > option.length ? train[at].slice(option.length + 1) : train[at + 1] ?? null;
}

/** The same words with another value of an option that takes one; null leaves it out. */
export function withWord(train, option, value) {
  const others = [];
  for (let i = 0; i < train.length; i++) {
    if (!isOption(train[i], option)) others.push(train[i]);
    else if (train[i].length === option.length) i++;
  }
  return value === null ? others : [...others, option, value];
}

/** The same words with other layers, which replace what --hidden and --activation say. */
export const withModel = (train, text) => withWord(withWord(withWord(train, "--hidden", null), "--activation", null), "--model", text);
