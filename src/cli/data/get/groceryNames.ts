/** The original photos, and the name that they had before some came with the workspace. */
export const groceryNames = ['grocery-store', 'grocery'] as const;

export type GroceryName = (typeof groceryNames)[number];
