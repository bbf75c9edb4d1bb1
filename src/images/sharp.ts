import sharp from 'sharp';

// Several pictures are decoded at once, one thread each; a cache of operations would only hold memory.
sharp.concurrency(1);
sharp.cache(false);

export { sharp };
