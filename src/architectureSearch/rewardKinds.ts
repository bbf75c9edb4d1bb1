/**
 * What a path is judged by: the mAP of its query embeddings against the gallery model's vectors (R2), against a gallery
 * of its own (R1), or the product of both (Duggal et al. 2021).
 */
export const rewardKinds = ['asymmetric', 'symmetric', 'product'] as const;

export type RewardKind = (typeof rewardKinds)[number];
