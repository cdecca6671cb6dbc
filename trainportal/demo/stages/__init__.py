"""The demo, station by station, in the order of `trainportal.demo.build`."""
