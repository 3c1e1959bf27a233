/** The ingest gateway: telemetry of nodes comes in over TCP, runs of frames go out to the log. */
@NullMarked
package org.jamtart.gateway;

import org.jspecify.annotations.NullMarked;
