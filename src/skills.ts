// Reads the skills' folder: the file name is the skill's name, its default export the skill.
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Skill } from './skill.ts'

const skillsFolder = join(import.meta.dirname, '../skills')

export async function loadSkills(folder = skillsFolder): Promise<Map<string, Skill>> {
  const skills = new Map<string, Skill>()
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()
  for (const file of files) {
    const module: { default?: Skill } = await import(pathToFileURL(join(folder, file)).href)
    if (typeof module.default?.plan !== 'function')
      throw new Error(`skills/${file} has no default export made by skill(…)`)
    skills.set(basename(file, '.ts'), module.default)
  }
  return skills
}
