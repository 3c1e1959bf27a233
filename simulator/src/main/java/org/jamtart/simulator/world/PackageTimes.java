package org.jamtart.simulator.world;

/**
 * When what happens to a package, in story time. A pure function of the package, so that guarantors, assurers and
 * auditors who are told apart from each other agree.
 */
public final class PackageTimes {
  private static final long IMPORTING = 600_000;

  private final World world;
  private final WorkPackage workPackage;

  public PackageTimes(World world, WorkPackage workPackage) {
    this.world = world;
    this.workPackage = workPackage;
  }

  /** The guarantor of a role has the package. */
  public long received(int role) {
    return opened(role) + some(20_000, 60_000, role, 1);
  }

  public long authorized(int role) {
    return received(role) + some(30_000, 80_000, role, 2);
  }

  public long extrinsicsReceived(int role) {
    return authorized(role) + some(4_000, 9_000, role, 3);
  }

  /** The imports are there; the primary fetches them, the secondaries get them with the bundle. */
  public long importsReceived(int role) {
    return extrinsicsReceived(role) + (role == 0 ? IMPORTING : 3_000);
  }

  public long refined(int role) {
    long slowness = workPackage.fate() == Fate.LATE_SIGNATURE && role == 2 ? 900_000 : 0;
    return importsReceived(role) + some(200_000, 500_000, role, 4) + slowness;
  }

  public long reported(int role) {
    return refined(role) + some(30_000, 60_000, role, 5);
  }

  /** The primary opens the stream to a secondary. */
  public long sharing(int role) {
    return importsReceived(0) + 1_000L * role;
  }

  public long bundleSent(int role) {
    return sharing(role) + some(8_000, 30_000, role, 6);
  }

  public long signatureSent(int role) {
    return reported(role) + 1_500;
  }

  public long signatureReceived(int role) {
    return signatureSent(role) + travel(role, 0);
  }

  /** The primary has its first guarantee. */
  public long guaranteed() {
    long ready = Math.max(reported(0), signatureReceived(1));
    return (workPackage.signatures() < 3 ? ready : Math.max(ready, signatureReceived(2))) + 2_000;
  }

  /** The stream on which the primary sends the guarantee to a node. */
  public Exchange guaranteeSending(int node) {
    long turn = Math.floorMod(node - workPackage.primary(), world.population());
    return Exchange.at(guaranteed() + 1_000 + 400 * turn,
        world.travel(workPackage.primary(), node, workPackage.ordinal()), 1_000);
  }

  /** The primary has offered the guarantee to everybody. */
  public long distributed() {
    return guaranteed() + 400L * world.population() + 120_000;
  }

  /** The block that reports the package, as a slot counted from the story's first. */
  public long reportedIn() {
    long next = world.slotAt(guaranteed()) + 1;
    return world.chain().isEmpty(next) ? next + 1 : next;
  }

  /** Assurers begin to fetch their shards. */
  public long shardsWanted() {
    return world.slotStart(reportedIn()) + 1_200_000;
  }

  /** Auditors begin. */
  public long auditing() {
    return world.slotStart(reportedIn() + 1) + 400_000;
  }

  /** When a guarantor's stream for the package opens at it. */
  public long opened(int role) {
    return role == 0 ? workPackage.submitted() : sharing(role) + travel(0, role);
  }

  private long travel(int from, int to) {
    var guarantors = workPackage.guarantors();
    return world.travel(guarantors.get(from), guarantors.get(to), workPackage.ordinal());
  }

  private long some(long low, long high, int role, int step) {
    return world.dice().between(low, high, Topic.PIPELINE, workPackage.ordinal(), role, step);
  }
}
