// Four words for what people compare or say aloud: easier for eye and ear than digits.
import { createHash } from 'node:crypto'

/** 256 of them, so that each stands for one byte. Common and concrete. Their order never changes. */
const wordList = `
  acorn actor album amber anchor angle ankle apple apron arrow aspen atlas autumn bacon badge bagel
  baker bamboo banjo barn basil basin basket beach beacon bean bear beaver beetle bell belt bench
  berry bike birch bird bison blanket boat bonnet book boot bottle bowl bread brick bridge broom
  brush bucket bugle butter button cabin cable cactus cake camel camera candle canoe canyon cape carpet
  carrot castle cave cedar cello chair chalk cheese cherry chess cider circle city clay cliff clock
  cloud clover coast cobalt cocoa coffee comet compass copper coral corn cotton couch cousin crane crayon
  creek cricket crown cube daisy dance dawn deer delta desert diamond dolphin door dragon drum duck
  eagle earth easel echo elbow elm ember engine falcon farm feather fern ferry fiddle field finch
  fir flame flute forest fossil fox frog garden garlic gate ginger giraffe glass globe glove goat
  gold goose grape guitar hammer harbor harp hat hazel heron hill honey horse hotel iceberg ink
  iris island ivy jacket jaguar jelly jungle kayak kettle kite ladder lagoon lake lamp lantern lemon
  lentil lily lime linen lion lizard lotus magnet mango maple marble market meadow melon mint mirror
  mitten moon moose moss motor muffin mule museum napkin needle nest noodle north nutmeg oak oasis
  ocean olive onion opal orange orchid otter owl oyster paddle palm panda paper parrot peach pearl
  pepper piano picnic pigeon pillow pine planet plum pocket pond poppy potato pumpkin puzzle quilt rabbit
  radio raven ribbon river robin rocket rose saddle sailor salmon sand scarf shell silver spoon violin
`
  .trim()
  .split(/\s+/)

/** 32 bits of what is given, always the same. */
export const fourWords = (of: string): string =>
  [...createHash('sha256').update(of).digest().subarray(0, 4)].map((byte) => wordList[byte] ?? '').join('-')

/** What people write for four words: other signs between them, capitals, and too much space are forgiven. */
export const cleanWords = (typed: string): string =>
  typed
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .join('-')
