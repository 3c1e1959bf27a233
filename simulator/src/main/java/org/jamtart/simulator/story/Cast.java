package org.jamtart.simulator.story;

import java.util.List;
import org.jamtart.simulator.scene.Assurances;
import org.jamtart.simulator.scene.Audits;
import org.jamtart.simulator.scene.BlockAuthor;
import org.jamtart.simulator.scene.BlockImporter;
import org.jamtart.simulator.scene.Chatter;
import org.jamtart.simulator.scene.Connections;
import org.jamtart.simulator.scene.Finality;
import org.jamtart.simulator.scene.GuaranteeReceiving;
import org.jamtart.simulator.scene.Losses;
import org.jamtart.simulator.scene.Preimages;
import org.jamtart.simulator.scene.PrimaryGuarantor;
import org.jamtart.simulator.scene.SecondaryGuarantor;
import org.jamtart.simulator.scene.SegmentSupply;
import org.jamtart.simulator.scene.ShardDistribution;
import org.jamtart.simulator.scene.StatusReports;
import org.jamtart.simulator.scene.Tickets;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;

/** The scenes in which every node plays. */
final class Cast {

  private Cast() {}

  static List<Scene> scenes(Part part, double roundsPerBeat) {
    var assurances = new Assurances(part);
    var shards = new ShardDistribution(part);
    return List.of(new Connections(part), new StatusReports(part), new BlockAuthor(part),
        new BlockImporter(part),
        new Finality(part), new Tickets(part), new PrimaryGuarantor(part), new SecondaryGuarantor(part),
        new GuaranteeReceiving(part), shards, assurances, new Audits(part), new SegmentSupply(part),
        new Preimages(part), new Losses(part), new Chatter(part, roundsPerBeat, assurances, shards));
  }
}
