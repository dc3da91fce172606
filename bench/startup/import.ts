// What importing the module adds.
import "../../mod.ts";
