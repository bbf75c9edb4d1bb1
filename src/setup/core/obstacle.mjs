/**
 * Something that this machine lacks. The set-up goes on without the step and names the cure. A lasting obstacle is
 * remembered until the step's inputs change or the set-up is forced; any other is looked at again each time.
 */
export class Obstacle extends Error {
  constructor(reason, cure, { lasting = false } = {}) {
    super(reason);
    this.name = 'Obstacle';
    this.cure = cure;
    this.lasting = lasting;
  }
}

/** A step went wrong in a way that the user can cure. */
export class SetupFailure extends Error {
  constructor(message, cure, output = '') {
    super(message);
    this.name = 'SetupFailure';
    this.cure = cure;
    this.output = output;
  }
}
